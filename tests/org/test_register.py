"""The register: units, staff, posts and roles, each act with its event."""

from datetime import timedelta
from uuid import uuid4

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.change_staff import change_staff
from nuandong.org.actions.change_unit import change_unit
from nuandong.org.actions.create_unit import create_unit
from nuandong.org.actions.define_role import define_role, sync_roles
from nuandong.org.actions.end_post import end_post
from nuandong.org.actions.hire_staff import hire_staff
from nuandong.org.actions.reveal_phone import reveal_phone
from nuandong.org.models import Post, Role, Staff, Unit
from nuandong.org.phones import open_phone
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.org.conftest import acting, last, refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PHONE = "13987654321"


# --- units ------------------------------------------------------------------------------------------------------------


def test_a_unit_is_created_with_its_event(office):
    officer = acting(office.officer)
    with scope.enter(officer):
        unit = create_unit(
            by=officer, now=NOW, name=" 阳光志愿队 ", kind="volunteer", region=TOWNSHIP_A, parent=office.bureau.id
        )
    event = last("org.unit_created")
    assert unit.name == "阳光志愿队"
    assert event is not None
    assert (event.subject, event.region, event.actor) == (unit.id, TOWNSHIP_A, office.officer.staff.id)
    assert event.payload == {"unit_kind": "volunteer", "parent": str(office.bureau.id)}


@pytest.mark.parametrize(
    ("why", "who", "arguments", "code"),
    [
        ("not his job", "clerk_a", {}, "org.forbidden"),
        ("another county", "officer", {"region": OTHER_COUNTY}, "org.out_of_scope"),
        ("no name", "officer", {"name": " \u200b "}, "org.required"),
        ("unknown kind", "officer", {"kind": "club"}, "org.unit_kind"),
        ("a name twice", "officer", {"name": "新华路街道", "parent": True}, "org.unit_exists"),
        ("parent gone", "officer", {"parent": uuid4()}, "org.not_found"),
    ],
)
def test_units_that_are_refused(office, why, who, arguments, code):
    actor = acting(getattr(office, who))
    wanted = {"name": "某单位", "kind": "village", "region": TOWNSHIP_A, **arguments}
    if wanted.get("parent") is True:
        wanted["parent"] = office.bureau.id
    before = Unit.objects.count()
    with scope.enter(actor), refused(code):
        create_unit(by=actor, now=NOW, **wanted)
    assert Unit.objects.count() == before
    assert last("org.unit_created") is None


def test_a_unit_with_people_is_not_closed(office):
    officer = acting(office.officer)
    with scope.enter(officer), refused("org.unit_in_use"):
        change_unit(by=officer, now=NOW, unit=office.town_a.id, active=False)
    with scope.enter(officer):
        empty = create_unit(by=officer, now=NOW, name="空单位", kind="village", region=TOWNSHIP_A)
        change_unit(by=officer, now=NOW, unit=empty.id, name="撤并单位", active=False, reason="撤并")
    event = last("org.unit_changed")
    assert event is not None
    assert event.payload == {"fields": ["name", "active"], "active": False}
    with scope.enter(SYSTEM):
        assert journal.texts([event.id]) == {event.id: {"reason": "撤并"}}


# --- staff ------------------------------------------------------------------------------------------------------------


def test_a_phone_is_sealed_masked_and_opened_again(office):
    officer = acting(office.officer)
    with scope.enter(officer):
        staff = hire_staff(by=officer, now=NOW, unit=office.town_a.id, name="陈新", sex="female", phone=PHONE)
        stored = Staff.objects.get(id=staff.id)
        assert PHONE.encode() not in bytes(stored.phone_sealed)
        assert stored.phone_masked == "139****4321"
        assert open_phone(stored) == PHONE
    event = last("org.staff_hired")
    assert event is not None
    assert event.payload == {"unit": str(office.town_a.id)}


def test_a_change_of_nothing_writes_no_event(office):
    officer = acting(office.officer)
    staff = office.newcomer.staff
    with scope.enter(officer):
        change_staff(by=officer, now=NOW, staff=staff.id, name="郑新人", sex="male", phone="138-0000-1234")
        assert last("org.staff_changed") is None
        change_staff(by=officer, now=NOW, staff=staff.id, phone="")
    event = last("org.staff_changed")
    assert event is not None
    assert event.payload == {"fields": ["phone"]}
    assert Staff.objects.get(id=staff.id).phone_masked == ""


def test_editing_people_needs_the_second_factor(office):
    officer = acting(office.officer, second_factor=False)
    with scope.enter(officer), refused("org.second_factor_needed"):
        hire_staff(by=officer, now=NOW, unit=office.town_a.id, name="陈新", sex="female")


def test_ringing_up_a_colleague_leaves_a_trace(office):
    operator = acting(office.operator)
    with scope.enter(operator):
        assert reveal_phone(by=operator, now=NOW, staff=office.crew.staff.id) == "13800001234"
    event = last("org.phone_revealed")
    assert event is not None
    assert event.subject == office.crew.staff.id
    crew = acting(office.crew)
    with scope.enter(crew), refused("org.forbidden"):
        reveal_phone(by=crew, now=NOW, staff=office.operator.staff.id)
    outsider = acting(office.outsider)
    with scope.enter(outsider), refused("org.out_of_scope"):
        reveal_phone(by=outsider, now=NOW, staff=office.crew.staff.id)


# --- posts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "who", "arguments", "code"),
    [
        ("as the officer may", "officer", {}, None),
        ("an administrator by an officer", "officer", {"role": "sysadmin"}, "org.guarded_role"),
        ("an auditor by an officer", "officer", {"role": "auditor"}, "org.guarded_role"),
        ("an auditor by the administrator", "sysadmin", {"role": "auditor"}, None),
        ("himself", "officer", {"staff": "officer"}, "org.self_appointed"),
        ("a clerk appoints nobody", "clerk_a", {}, "org.forbidden"),
        ("in another county", "officer", {"region": OTHER_COUNTY}, "org.out_of_scope"),
        ("two roles apart", "sysadmin", {"staff": "officer", "role": "auditor"}, "org.roles_apart"),
        ("twice the same", "officer", {"staff": "clerk_a", "role": "township_clerk"}, "org.post_held"),
        ("an unknown role", "officer", {"role": "wizard"}, "org.not_found"),
        ("backwards", "officer", {"valid_until": NOW - DAY}, "org.times_reversed"),
    ],
)
def test_appointments(office, why, who, arguments, code):
    actor = acting(getattr(office, who))
    wanted = {"role": "crew_member", "region": TOWNSHIP_A, **arguments}
    staff = getattr(office, wanted.pop("staff", "newcomer")).staff
    before = Post.objects.count()
    with scope.enter(actor):
        if code is None:
            post = appoint(by=actor, now=NOW, staff=staff.id, unit=office.town_a.id, **wanted)
            event = last("org.post_appointed")
            assert event is not None
            assert (event.subject, event.payload["post"]) == (staff.id, str(post.id))
            return
        with refused(code):
            appoint(by=actor, now=NOW, staff=staff.id, unit=office.town_a.id, **wanted)
    assert Post.objects.count() == before
    assert last("org.post_appointed") is None


def test_a_post_ends_once_and_may_be_held_again_afterwards(office):
    officer = acting(office.officer)
    post = Post.objects.get(staff=office.clerk_a.staff)
    with scope.enter(officer):
        end_post(by=officer, now=NOW, post=post.id, reason="轮岗")
        with refused("org.post_ended"):
            end_post(by=officer, now=NOW, post=post.id)
        appoint(
            by=officer,
            now=NOW,
            staff=office.clerk_a.staff.id,
            role="township_clerk",
            unit=office.town_a.id,
            region=TOWNSHIP_A,
        )
    assert acting(office.clerk_a).may("rescue.clue.receive")


def test_a_post_that_has_not_begun_can_be_ended(office):
    officer = acting(office.officer)
    with scope.enter(officer):
        post = appoint(
            by=officer,
            now=NOW,
            staff=office.newcomer.staff.id,
            role="crew_member",
            unit=office.town_a.id,
            region=TOWNSHIP_A,
            valid_from=NOW + DAY,
        )
        end_post(by=officer, now=NOW, post=post.id)
        with refused("org.post_ended"):
            end_post(by=officer, now=NOW, post=post.id)
    assert not acting(office.newcomer, now=NOW + 2 * DAY).may("rescue.patrol.record")


def test_an_event_that_fails_takes_the_post_with_it(office, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("no journal")

    officer = acting(office.officer)
    monkeypatch.setattr(journal, "record", fail)
    before = Post.objects.count()
    with scope.enter(officer), pytest.raises(RuntimeError, match="no journal"):
        appoint(
            by=officer,
            now=NOW,
            staff=office.newcomer.staff.id,
            role="crew_member",
            unit=office.town_a.id,
            region=TOWNSHIP_A,
        )
    assert Post.objects.count() == before


# --- roles ------------------------------------------------------------------------------------------------------------


def test_a_role_changed_here_keeps_its_form_through_the_next_upgrade(office):
    sysadmin = acting(office.sysadmin)
    crew = Role.objects.get(code="crew_member")
    held = [*crew.permissions, "rescue.stay.register"]
    with scope.enter(sysadmin):
        define_role(
            by=sysadmin, now=NOW, code="crew_member", title="巡查队员", permissions_held=held, reason="站小人少"
        )
    event = last("org.role_changed")
    assert event is not None
    assert event.payload == {"role": "crew_member", "added": ["rescue.stay.register"], "removed": []}
    Role.objects.filter(code="storekeeper").update(permissions=["supplies.stock.see"])
    assert sync_roles(now=NOW) == ["storekeeper"]
    assert acting(office.crew).may("rescue.stay.register")


@pytest.mark.parametrize(
    ("why", "who", "arguments", "code"),
    [
        ("an officer", "officer", {}, "org.forbidden"),
        ("his own role", "sysadmin", {"code": "sysadmin"}, "org.own_role"),
        ("an unknown permission", "sysadmin", {"permissions_held": ["org.staff.fly"]}, "org.permission_unknown"),
        ("a strange code", "sysadmin", {"code": "Crew-1"}, "org.role_code"),
        ("a title twice", "sysadmin", {"code": "walker", "title": "值班员"}, "org.role_title"),
        ("no title", "sysadmin", {"title": ""}, "org.required"),
    ],
)
def test_roles_that_are_refused(office, why, who, arguments, code):
    actor = acting(getattr(office, who))
    wanted = {"code": "crew_member", "title": "队员", "permissions_held": ["rescue.clue.see"], **arguments}
    with scope.enter(actor), refused(code):
        define_role(by=actor, now=NOW, **wanted)
    assert last("org.role_changed") is None


def test_the_register_knows_neighbours_apart(office):
    clerk = acting(office.clerk_a)
    assert not clerk.sees(TOWNSHIP_B)
    assert acting(office.officer).sees(TOWNSHIP_B)
    assert not acting(office.officer).sees(OTHER_COUNTY)
    assert office.bureau.region == COUNTY
