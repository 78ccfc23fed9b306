"""Households and categories: who belongs where, on which day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.people.actions.categorise import add_category, end_category
from nuandong.people.actions.join_household import join_household
from nuandong.people.actions.leave_household import leave_household
from nuandong.people.actions.move_household import move_household
from nuandong.people.categories import categories
from nuandong.people.documents import Paper
from nuandong.people.models import CategoryAssignment, Membership, PersonKey
from nuandong.people.selectors import (
    card,
    categories_of,
    holders,
    household,
    household_of_person,
    households,
    members_of_category,
    search,
)  # fmt: skip
from tests.cast import NOW, VILLAGE_A, VILLAGE_B
from tests.people.builders import CARD, TODAY, home, person

pytestmark = pytest.mark.django_db
SINCE = date(2021, 1, 1)


def join(by, house, row, relation="spouse", since=SINCE):
    return join_household(by=by, now=NOW, household=house.id, person=row.id, relation=relation, since=since)


def test_a_household_shows_its_members_of_a_day_head_first(cast, as_actor):
    clerk = cast.clerk_a
    with as_actor(clerk):
        head, wife = person(clerk, "张三"), person(clerk, "王秀英")
        house = home(clerk, head, address="某镇大坝村三组12号", number="0012")
        join(clerk, house, wife)
        shown = household(house.id, by=clerk, on=TODAY)
        assert [(one.person.name, one.relation) for one in shown.members] == [("张*", "head"), ("王**", "spouse")]
        assert (shown.address, shown.head.id if shown.head else None) == ("某镇大坝村", head.id)
        assert len(household(house.id, by=clerk, on=date(2020, 6, 1)).members) == 1
        at_home = household_of_person(wife.id, by=clerk, on=TODAY)
        assert at_home is not None
        assert at_home.id == house.id
        assert [one.id for one in households(by=clerk, on=TODAY, region=VILLAGE_A)] == [house.id]
        assert households(by=clerk, on=TODAY, region=VILLAGE_A, after=house.id) == []


@pytest.mark.parametrize(
    ("relation", "since", "who", "error"),
    [
        ("head", SINCE, "wife", Conflict),  # there is one
        ("spouse", SINCE, "head", Conflict),  # is a member already
        ("neighbour", SINCE, "wife", Invalid),
        ("spouse", TODAY + timedelta(1), "wife", Invalid),
    ],
)
def test_who_cannot_join(cast, as_actor, relation, since, who, error):
    clerk = cast.clerk_a
    with as_actor(clerk):
        people = {"head": person(clerk, "张三"), "wife": person(clerk, "王秀英")}
        house = home(clerk, people["head"])
        with pytest.raises(error):
            join(clerk, house, people[who], relation, since)
        assert Membership.objects.count() == 1


def test_one_open_household_per_person_is_held_by_the_database(cast, as_actor):
    clerk = cast.clerk_a
    with as_actor(clerk):
        house = home(clerk, person(clerk, "张三"))
        other = home(clerk, person(clerk, "李四"))
        member = Membership.objects.get(household=house)
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(
                id=new_id(NOW), region=VILLAGE_A, person=member.person, household=other, relation="son", since=SINCE
            )


def test_who_leaves_may_join_elsewhere_and_the_last_one_closes_the_door(cast, as_actor):
    clerk = cast.clerk_a
    with as_actor(clerk):
        head, other = person(clerk, "张三"), person(clerk, "李四")
        house, next_house = home(clerk, head), home(clerk, other)
        with pytest.raises(Conflict):
            join(clerk, next_house, head, "other", SINCE)
        leave_household(by=clerk, now=NOW, household=house.id, person=head.id, until=date(2021, 6, 1), reason="投亲")
        with pytest.raises(Conflict):
            join(clerk, next_house, head, "other", date(2021, 5, 31))
        join(clerk, next_house, head, "other", date(2021, 6, 1))
        assert household(house.id, by=clerk, on=TODAY).dissolved_on == date(2021, 6, 1)
        with pytest.raises(NotNow):
            join(clerk, house, person(clerk, "王五"))
        with pytest.raises(NotNow):
            leave_household(by=clerk, now=NOW, household=house.id, person=head.id, until=TODAY)


def test_a_household_moves_with_all_that_belongs_to_it(cast, as_actor):
    officer, clerk_a, clerk_b = cast.officer, cast.clerk_a, cast.clerk_b
    with as_actor(clerk_a):
        head = person(clerk_a, "张三", papers=[Paper("id_card", CARD)], phone="13812345678")
        house = home(clerk_a, head, number="12")
        add_category(by=clerk_a, now=NOW, code="DIBAO", since=SINCE, source="名册", household=house.id)
        add_category(by=clerk_a, now=NOW, code="LIVING_ALONE", since=SINCE, source="名册", person=head.id)
        with pytest.raises(OutOfScope):
            move_household(by=clerk_a, now=NOW, household=house.id, version=1, to_region=VILLAGE_B)
    with as_actor(officer):
        moved = move_household(by=officer, now=NOW, household=house.id, version=1, to_region=VILLAGE_B, address="新村")
        assert (moved.region, moved.number, moved.version) == (VILLAGE_B, "", 2)
        with pytest.raises(Conflict):
            move_household(by=officer, now=NOW, household=house.id, version=1, to_region=VILLAGE_A)
    with as_actor(clerk_a):
        assert search("张三", by=clerk_a).people == ()
        assert not PersonKey.objects.exists()
        assert not CategoryAssignment.objects.exists()
    with as_actor(clerk_b):
        for typed in ("张三", "zs", "5678", CARD):
            assert [one.card.id for one in search(typed, by=clerk_b).people] == [head.id]
        assert {one.code for one in categories_of(head.id, by=clerk_b, on=TODAY)} == {"DIBAO", "LIVING_ALONE"}
        assert card(head.id, by=clerk_b).region == VILLAGE_B
        assert household(house.id, by=clerk_b, on=TODAY).head is not None


def test_categories_hold_from_day_to_day(cast, as_actor):
    clerk = cast.clerk_a
    with as_actor(clerk):
        head = person(clerk, "张三")
        house = home(clerk, head)
        row = add_category(by=clerk, now=NOW, code="DIBAO", since=date(2026, 11, 1), source="名册", household=house.id)
        end_category(by=clerk, now=NOW, assignment=row.id, until=date(2026, 12, 1), reason="退出")
        for day, held in [
            (date(2026, 10, 31), []),
            (date(2026, 11, 1), ["DIBAO"]),
            (date(2026, 11, 30), ["DIBAO"]),
            (TODAY, []),
        ]:
            assert [one.code for one in categories_of(head.id, by=clerk, on=day)] == held
            assert [one.household for one in holders("DIBAO", by=clerk, on=day)] == [house.id] * len(held)
            assert members_of_category(["DIBAO"], by=clerk, on=day) == {house.id for _code in held}
        with pytest.raises(NotNow):
            end_category(by=clerk, now=NOW, assignment=row.id, until=TODAY)
        add_category(by=clerk, now=NOW, code="DIBAO", since=TODAY, source="名册", household=house.id)


def test_a_household_counts_by_a_members_category(cast, as_actor):
    clerk = cast.clerk_a
    with as_actor(clerk):
        head = person(clerk, "张三")
        house = home(clerk, head)
        add_category(by=clerk, now=NOW, code="LIVING_ALONE", since=SINCE, source="名册", person=head.id)
        assert members_of_category(["LIVING_ALONE"], by=clerk, on=TODAY) == {house.id}


@pytest.mark.parametrize(
    ("code", "holder", "more", "error"),
    [
        ("NOBODY", "person", {}, Invalid),
        ("DIBAO", "person", {}, Invalid),
        ("ORPHAN", "household", {}, Invalid),
        ("ORPHAN", "person", {"source": " "}, Invalid),
        ("ORPHAN", "person", {"until": SINCE}, Invalid),
        ("LIVING_ALONE", "person", {"since": date(2023, 1, 1)}, Conflict),
        ("LIVING_ALONE", "person", {"since": date(2020, 1, 1)}, Conflict),
    ],
)
def test_categories_that_cannot_be(cast, as_actor, code, holder, more, error):
    clerk = cast.clerk_a
    with as_actor(clerk):
        head = person(clerk, "张三")
        subject = {"person": head.id} if holder == "person" else {"household": home(clerk, head).id}
        add_category(by=clerk, now=NOW, code="LIVING_ALONE", since=date(2022, 1, 1), source="名册", person=head.id)
        with pytest.raises(error):
            add_category(by=clerk, now=NOW, code=code, **{"since": SINCE, "source": "名册", **subject, **more})
        assert CategoryAssignment.objects.count() == 1


def test_neither_households_nor_categories_are_seen_from_elsewhere(cast, as_actor):
    with as_actor(cast.clerk_a):
        head = person(cast.clerk_a, "张三")
        house = home(cast.clerk_a, head)
        row = add_category(by=cast.clerk_a, now=NOW, code="DIBAO", since=SINCE, source="名册", household=house.id)
    with as_actor(cast.clerk_b):
        with pytest.raises(NotFound):
            household(house.id, by=cast.clerk_b, on=TODAY)
        with pytest.raises(NotFound):
            end_category(by=cast.clerk_b, now=NOW, assignment=row.id, until=TODAY)
        with pytest.raises(NotFound):
            join(cast.clerk_b, house, head)
        assert categories_of(head.id, by=cast.clerk_b, on=TODAY) == []
        assert household_of_person(head.id, by=cast.clerk_b, on=TODAY) is None
        assert journal.history() == []


def test_the_dictionary_has_the_groups_of_the_plans():
    assert {"DIBAO", "TEKUN_DISPERSED", "LEFT_BEHIND_CHILD", "VAGRANT", "MIGRANT_WORKER"} <= set(categories())
    assert len({one.title for one in categories().values()}) == len(categories()) == 27
