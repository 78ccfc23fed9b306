"""Who may what and where: posts, delegations, predecessors of regions, and typing for somebody else."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from PIL import Image

from nuandong.files.storing import store_photo
from nuandong.geo.models import Succession
from nuandong.kernel.actors import SYSTEM, Span
from nuandong.kernel.errors import DomainError, Forbidden, Invalid, NotFound, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.org import permissions, scope
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.delegate import delegate
from nuandong.org.actions.end_delegation import end_delegation
from nuandong.org.actions.end_post import end_post
from nuandong.org.actors import SHEET, actor_for, check_in_person, is_on_behalf, on_behalf
from nuandong.org.models import Delegation, Post
from tests import databases
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.org.conftest import EARLIER, acting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def test_an_actor_is_built_from_his_post(office):
    clerk = acting(office.clerk_a)
    assert clerk.spans == (Span(TOWNSHIP_A, TOWNSHIP_A + 1000),)
    assert clerk.may("people.household.change")
    assert not clerk.may("rescue.stay.decide_leave")
    assert (clerk.unit, clerk.region, clerk.staff) == (office.town_a.id, TOWNSHIP_A, clerk.typist)


def test_it_takes_two_queries(office, django_assert_num_queries):
    account = office.clerk_a.account
    assert account.staff.unit.region == TOWNSHIP_A
    with django_assert_num_queries(2):
        actor_for(account, now=NOW)


def test_without_a_post_one_may_do_nothing_and_see_no_village(office):
    nobody = acting(office.newcomer)
    assert nobody.permissions == frozenset()
    assert nobody.spans == (Span(TOWNSHIP_A, TOWNSHIP_A + 1),)


@pytest.mark.parametrize(
    ("when", "held"),
    [
        ("a second before it starts", False),
        ("when it starts", True),
        ("a second before it ends", True),
        ("when it ends", False),
    ],
)
def test_a_post_is_valid_from_its_start_to_just_before_its_end(office, when, held):
    start, end = NOW + DAY, NOW + 3 * DAY
    moments = {
        "a second before it starts": start - SECOND,
        "when it starts": start,
        "a second before it ends": end - SECOND,
        "when it ends": end,
    }
    with scope.enter(SYSTEM):
        appoint(
            by=SYSTEM,
            now=NOW,
            staff=office.newcomer.staff.id,
            role="crew_member",
            unit=office.town_a.id,
            region=TOWNSHIP_A,
            valid_from=start,
            valid_until=end,
        )
    assert acting(office.newcomer, now=moments[when]).may("rescue.patrol.record") is held


def test_spans_of_neighbouring_posts_are_merged(office):
    give(office, TOWNSHIP_A)
    give(office, TOWNSHIP_B)
    assert acting(office.newcomer).spans == (Span(TOWNSHIP_A, TOWNSHIP_B + 1000),)


def test_a_fifth_separate_region_is_refused(office):
    for township in (1, 3, 5, 7):
        give(office, COUNTY + township * 1000)
    assert len(acting(office.newcomer).spans) == 4
    with pytest.raises(Invalid) as refused:
        give(office, COUNTY + 9000)
    assert refused.value.code == "org.too_many_regions"
    assert len(acting(office.newcomer).spans) == 4


def test_a_permission_holds_in_the_regions_of_the_posts_that_give_it(office):
    give(office, TOWNSHIP_A)
    give(office, TOWNSHIP_B + 5000, role="township_clerk")
    found = acting(office.newcomer)
    assert found.may("rescue.stay.admit")
    assert found.sees(TOWNSHIP_A)
    assert permissions.allows(found, "rescue.stay.admit", region=TOWNSHIP_A)
    assert not permissions.allows(found, "rescue.stay.admit", region=TOWNSHIP_B + 5000)
    assert permissions.allows(found, "people.household.change", region=TOWNSHIP_B + 5000)
    assert not permissions.allows(found, "people.household.change", region=TOWNSHIP_A)
    assert found.where("people.household.change").spans == (Span(TOWNSHIP_B + 5000, TOWNSHIP_B + 6000),)


def test_posts_for_one_region_need_no_book_of_who_may_where(office):
    give(office, TOWNSHIP_A)
    give(office, TOWNSHIP_A, role="township_clerk")
    found = acting(office.newcomer)
    assert found.holdings == ()
    assert found.where("rescue.patrol.record") is found


def give(office, region: int, role: str = "crew_member") -> Post:
    with scope.enter(SYSTEM):
        return appoint(
            by=SYSTEM, now=EARLIER, staff=office.newcomer.staff.id, role=role, unit=office.town_a.id, region=region
        )


def test_a_region_that_swallowed_another_sees_its_old_rows(office):
    old = 520103009000
    with databases.as_owner():
        Succession.objects.create(id=new_id(NOW), predecessor=old, successor=TOWNSHIP_A, since=NOW.date())
    assert acting(office.clerk_a).spans == (
        Span(TOWNSHIP_A, TOWNSHIP_A + 1000),
        Span(old, old + 1000),
    )


# --- delegation -------------------------------------------------------------------------------------------------------


def lend(office, *, by=None, start=NOW, until=NOW + 7 * DAY, codes=(), giver="leader", taker="operator") -> Delegation:
    post = Post.objects.get(staff=getattr(office, giver).staff)
    with scope.enter(SYSTEM):
        return delegate(
            by=by or acting(getattr(office, giver)),
            now=NOW,
            post=post.id,
            taker=getattr(office, taker).staff.id,
            valid_from=start,
            valid_until=until,
            absence="leave",
            permissions_lent=codes,
        )


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (NOW - SECOND, False),
        (NOW, True),
        (NOW + 7 * DAY - SECOND, True),
        (NOW + 7 * DAY, False),
    ],
)
def test_a_delegation_lends_the_post_for_its_time(office, moment, may):
    lend(office)
    assert acting(office.operator, now=moment).may("rescue.stay.decide_leave") is may


def test_a_delegation_of_one_permission_lends_only_this(office):
    lend(office, codes=["rescue.stay.decide_leave"])
    deputy = acting(office.operator)
    assert deputy.may("rescue.stay.decide_leave")
    assert not deputy.may("org.lockout.lift")


def test_what_may_not_be_lent_stays_behind(office):
    lend(office, giver="officer")
    deputy = acting(office.operator)
    assert deputy.may("plans.plan.activate")
    assert not deputy.may("org.post.change")


def test_what_was_borrowed_is_not_lent_on(office):
    lend(office)
    lend(office, giver="operator", taker="newcomer")
    third = acting(office.newcomer)
    assert third.may("rescue.dispatch.order")
    assert not third.may("rescue.stay.decide_leave")


def test_a_delegation_ends_with_the_post_it_comes_from(office):
    lend(office)
    with scope.enter(SYSTEM):
        end_post(by=SYSTEM, now=NOW + DAY, post=Post.objects.get(staff=office.leader.staff).id)
    assert acting(office.operator, now=NOW + DAY - SECOND).may("rescue.stay.decide_leave")
    assert not acting(office.operator, now=NOW + DAY).may("rescue.stay.decide_leave")


def test_a_delegation_taken_back_is_over_at_once_and_only_once(office):
    loan = lend(office, start=NOW + DAY)
    leader = acting(office.leader)
    with scope.enter(leader):
        end_delegation(by=leader, now=NOW, delegation=loan.id)
    assert not acting(office.operator, now=NOW + 2 * DAY).may("rescue.stay.decide_leave")
    with scope.enter(leader), pytest.raises(DomainError, match="已经结束"):
        end_delegation(by=leader, now=NOW, delegation=loan.id)


@pytest.mark.parametrize(
    ("why", "arguments", "code"),
    [
        ("somebody else's post", {"by": "clerk_a"}, "org.forbidden"),
        ("to oneself", {"taker": "leader"}, "org.delegation_to_self"),
        ("backwards in time", {"until": NOW - DAY}, "org.times_reversed"),
        ("for a quarter and a day", {"until": NOW + 91 * DAY}, "org.delegation_too_long"),
        ("a permission the post lacks", {"codes": ["supplies.stock.count"]}, "org.lent_not_held"),
        ("a permission that stays", {"giver": "officer", "codes": ["org.post.change"]}, "org.not_delegable"),
        ("beyond separation of roles", {"giver": "officer", "taker": "sysadmin"}, "org.roles_apart"),
    ],
)
def test_delegations_that_are_refused(office, why, arguments, code):
    if "by" in arguments:
        arguments = {**arguments, "by": acting(getattr(office, arguments["by"]))}
    with pytest.raises(DomainError) as refused:
        lend(office, **arguments)
    assert refused.value.code == code
    assert not Delegation.objects.exists()


# --- typing for somebody else -----------------------------------------------------------------------------------------

ANY_FILE = UUID("00000000-0000-7000-8000-000000000001")


@pytest.fixture
def sheets(office):
    """Photos of paper, by what they were stored as and where; the scope of the clerk is entered."""
    photo = BytesIO()
    Image.new("RGB", (30, 20), "white").save(photo, "JPEG")

    def kept(purpose, region):
        with scope.enter(SYSTEM):
            return store_photo(by=SYSTEM, now=NOW, region=region, data=photo.getvalue(), purpose=purpose)

    rows = SimpleNamespace(
        signed=kept(SHEET, TOWNSHIP_A),
        scene=kept("rescue.encounter.photo", TOWNSHIP_A),
        neighbours=kept(SHEET, TOWNSHIP_B),
        nobodys=ANY_FILE,
        none=None,
    )
    with scope.enter(acting(office.clerk_a)):
        yield rows


def test_the_signer_acts_and_the_clerk_types(office, sheets):
    clerk = acting(office.clerk_a)
    signed = on_behalf(clerk, staff=office.newcomer.staff.id, sheet=sheets.signed)
    assert (signed.staff, signed.typist) == (office.newcomer.staff.id, office.clerk_a.staff.id)
    assert signed.sheet == sheets.signed
    assert signed.permissions == clerk.permissions
    assert signed.spans == clerk.spans
    assert is_on_behalf(signed)
    with pytest.raises(Forbidden):
        check_in_person(signed)


def test_whoever_signed_and_types_himself_needs_no_sheet(office):
    crew = acting(office.crew)
    assert on_behalf(crew, staff=office.crew.staff.id, sheet=None) == crew


def test_a_police_unit_of_the_county_signs_for_the_township_clerk(office, sheets):
    assert on_behalf(acting(office.clerk_a), staff=office.leader.staff.id, sheet=sheets.signed).region == COUNTY


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ("none", "org.sheet_missing"),
        ("nobodys", "org.sheet_unknown"),
        ("scene", "org.sheet_unknown"),
        ("neighbours", "org.sheet_unknown"),
    ],
)
def test_only_the_photo_of_a_signed_sheet_proves_a_signature(office, sheets, sheet, code):
    with pytest.raises(Invalid) as refused:
        on_behalf(acting(office.clerk_a), staff=office.newcomer.staff.id, sheet=getattr(sheets, sheet))
    assert (refused.value.code, refused.value.field) == (code, "sheet")


@pytest.mark.parametrize(
    ("why", "typist", "signer", "error"),
    [
        ("no permission", "crew", "newcomer", Forbidden),
        ("nobody", "clerk_a", None, NotFound),
        ("the neighbouring township", "clerk_a", "clerk_b", OutOfScope),
        ("another county", "operator", "outsider", OutOfScope),
    ],
)
def test_typing_that_is_refused(office, sheets, why, typist, signer, error):
    staff = getattr(office, signer).staff.id if signer else uuid4()
    with pytest.raises(error):
        on_behalf(acting(getattr(office, typist)), staff=staff, sheet=sheets.signed)


# --- the question itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "permission", "region", "second_factor", "code"),
    [
        ("operator", "rescue.clue.receive", COUNTY, False, None),
        ("operator", "rescue.clue.receive", TOWNSHIP_A, False, None),
        ("operator", "rescue.clue.receive", OTHER_COUNTY, False, "org.out_of_scope"),
        ("clerk_a", "rescue.clue.receive", TOWNSHIP_B, False, "org.out_of_scope"),
        ("operator", "rescue.stay.decide_leave", COUNTY, True, "org.forbidden"),
        ("operator", "people.person.unmask", COUNTY, False, "org.second_factor_needed"),
        ("operator", "people.person.unmask", COUNTY, True, None),
    ],
)
def test_may_he_and_may_he_there(office, who, permission, region, second_factor, code):
    actor = acting(getattr(office, who), second_factor=second_factor)
    assert permissions.allows(actor, permission, region=region) is (code is None)
    if code is not None:
        with pytest.raises(DomainError) as refused:
            permissions.check(actor, permission, region=region)
        assert refused.value.code == code
