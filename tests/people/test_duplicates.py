"""Who may be the same as somebody about to be registered, found through indexes and compared by the linkage."""

from dataclasses import replace

import pytest

from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.people.selectors import probable_duplicates
from nuandong.people.selectors.duplicates import MOST
from tests.cast import VILLAGE_A, VILLAGE_B
from tests.people.builders import BIRTH, CARD, OTHER_CARD, TODAY, person

pytestmark = pytest.mark.django_db
PHONE = "13985012345"
OLD_CARD = CARD[:6] + CARD[8:17]
BORN = Details(name="王秀英", sex="female", birth_on=BIRTH)


@pytest.mark.parametrize(
    ("details", "papers", "shown"),
    [
        (Details(name="李四"), [Paper("id_card", CARD)], "number"),
        (BORN, [], "name 相同"),
        (replace(BORN, name="王秀莺"), [], "look or sound"),
        (replace(BORN, name="汪秀音"), [], "dialect"),
        (replace(BORN, name="王英秀"), [], "turned round"),
        (replace(BORN, name="王秀梅", phone=PHONE), [], "one character, same phone"),
        (replace(BORN, birth_on=BIRTH.replace(month=2, day=3)), [], "month and day turned"),
        (Details(name="王秀英", phone=PHONE), [], "name and phone"),
        (Details(name="王秀英", birth_year=1952), [], "estimated"),
        (Details(name="汪秀音", birth_year=1952), [], "estimated, by sound"),
        (Details(name=""), [Paper("id_card", CARD)], "number alone"),
        (Details(name="王秀英"), [Paper("id_card_legacy", OLD_CARD)], "old number"),
        (Details(name="王秀英", birth_year=1954), [], "name and village"),
        (Details(name="李四", birth_on=BIRTH), [], None),
        (Details(name="李四", phone="13985012346"), [], None),
        (Details(name="刘秀英"), [], None),
    ],
)
def test_who_may_be_the_same_is_shown(cast, as_actor, details, papers, shown):
    with as_actor(cast.clerk_a):
        row = person(cast.clerk_a, papers=[Paper("id_card", CARD)], phone=PHONE)
        found = probable_duplicates(details, papers, by=cast.clerk_a, today=TODAY, region=VILLAGE_A)
        assert [one.card.id for one in found] == ([row.id] if shown else [])
        assert [one.same_number for one in found] == ([bool(papers)] if shown else [])
    with as_actor(cast.clerk_b):
        assert probable_duplicates(details, papers, by=cast.clerk_b, today=TODAY, region=VILLAGE_B) == []


def test_the_surest_stand_first_with_what_speaks_for_them(cast, as_actor):
    with as_actor(cast.clerk_a):
        twin = person(cast.clerk_a, "王秀梅", papers=[Paper("id_card", OTHER_CARD)], phone=PHONE)
        same = person(cast.clerk_a, papers=[Paper("id_card", CARD)])
        found = probable_duplicates(replace(BORN, phone=PHONE), [Paper("id_card", CARD)], by=cast.clerk_a, today=TODAY)
    assert found[0].card.id == same.id
    assert found[0].found.outcomes["id_number"][0] == "same"
    assert all(one.found.proposal == "doubtful" for one in found if one.card.id == twin.id)


def test_a_crowd_with_one_name_costs_no_more_queries_and_twenty_are_shown(
    cast, as_actor, django_assert_max_num_queries
):
    with as_actor(cast.clerk_a):
        for number in range(24):
            person(cast.clerk_a, "王伟", birth_year=1940 + number)
        details = Details(name="王伟", birth_on=BIRTH, phone=PHONE)
        with django_assert_max_num_queries(12):
            assert len(probable_duplicates(details, by=cast.clerk_a, today=TODAY, region=VILLAGE_A)) == MOST
