"""Goods given to a person: what leaves the store, what the record says, and what refuses."""

from datetime import timedelta

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.supplies.actions.issue_kit import issue_kit
from nuandong.supplies.goods import Wanted
from nuandong.supplies.models import Movement
from tests.cast import NOW, TOWNSHIP_A
from tests.supplies import setting
from tests.supplies.setting import LATER, PAST, SOON, WARM, part, stock, stocked, summed

pytestmark = pytest.mark.django_db

ISSUED = {"supplies.kit_issued"}


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        setting.furnish(cast)
        yield cast


def test_a_kit_leaves_the_store_and_the_journal_says_to_whom(stage):
    place = stocked(stage.storekeeper, *WARM)
    encounter, team = new_id(NOW), new_id(NOW)
    moved = issue_kit(
        by=stage.crew,
        now=NOW,
        store=place.id,
        kit="warm",
        sizes={"cotton_coat": "L"},
        encounter=encounter,
        team=team,
        signed=True,
        acted_at=NOW - timedelta(minutes=20),
        reason="本人不愿进站",
    )
    assert stock(place) == summed(place)
    assert stock(place)[("cotton_coat", "L", "")] == 2
    assert stock(place)[("dry_food", "", "F1")] == 1, "what expires first goes first"
    assert stock(place)[("dry_food", "", "F2")] == 4
    (event,) = journal.history(subject=moved.act, kinds=ISSUED)
    assert event.payload["items"] == ["cotton_coat", "dry_food", "leaflet", "quilt", "water"]
    assert event.payload["quantities"] == [1, 2, 1, 1, 2]
    assert (event.payload["encounter"], event.payload["team"], event.payload["signed"]) == (
        str(encounter),
        str(team),
        True,
    )
    assert (event.acted_at, event.actor) == (NOW - timedelta(minutes=20), stage.crew.staff)
    assert journal.texts([event.id])[event.id] == {"reason": "本人不愿进站"}
    rows = Movement.objects.filter(act=moved.act)
    assert {(row.encounter, row.team, row.signed, row.sign) for row in rows} == {(encounter, team, True, -1)}


def test_two_batches_fill_one_line(stage):
    place = stocked(stage.storekeeper, *WARM)
    issue_kit(by=stage.crew, now=NOW, store=place.id, lines=[Wanted("dry_food", 5)])
    assert stock(place)[("dry_food", "", "F2")] == 2
    assert ("dry_food", "", "F1") not in stock(place)


def test_a_line_that_names_a_size_chooses_before_one_that_does_not(stage):
    place = stocked(stage.storekeeper, part("cotton_coat", 1, size="L"), part("cotton_coat", 1, size="M"))
    lines = [Wanted("cotton_coat", 1), Wanted("cotton_coat", 1, "L")]
    issue_kit(by=stage.crew, now=NOW, store=place.id, lines=lines)
    assert stock(place) == {}


REFUSED = [
    # who, what is asked, error, its code
    ("crew", {"kit": "warm", "sizes": {"cotton_coat": "XXL"}}, Conflict, "supplies.short"),
    ("crew", {"lines": [Wanted("quilt", 6)]}, Conflict, "supplies.short"),
    ("crew", {"lines": [Wanted("quilt", 5), Wanted("quilt", 1)]}, Conflict, "supplies.short"),
    ("crew", {"lines": [Wanted("milk", 1)]}, Conflict, "supplies.short"),
    ("crew", {"lines": [Wanted("quilt", 0)]}, Invalid, "supplies.quantity"),
    ("crew", {"lines": [Wanted("quilt", -1)]}, Invalid, "supplies.quantity"),
    ("crew", {"lines": [Wanted("gold", 1)]}, Invalid, "supplies.item_unknown"),
    ("crew", {"lines": [Wanted("cotton_coat", 1, "XS")]}, Invalid, "supplies.size_unknown"),
    ("crew", {"lines": []}, Invalid, "supplies.required"),
    ("crew", {"kit": "golden"}, NotFound, "supplies.not_found"),
    ("operator", {"kit": "warm"}, Forbidden, "org.forbidden"),
    ("auditor", {"kit": "warm"}, Forbidden, "org.forbidden"),
    ("clerk_a", {"kit": "warm"}, OutOfScope, "org.out_of_scope"),
]


@pytest.mark.parametrize(("who", "asked", "error", "code"), REFUSED)
def test_a_refusal_moves_nothing(stage, who, asked, error, code):
    place = stocked(stage.storekeeper, *WARM)
    before = stock(place)
    with pytest.raises(error) as refused:
        issue_kit(by=getattr(stage, who), now=NOW, store=place.id, **asked)
    assert refused.value.code == code
    assert stock(place) == before == summed(place)
    assert journal.history(kinds=ISSUED) == []


def test_goods_past_their_day_are_not_given_out(stage):
    place = stocked(stage.storekeeper, part("dry_food", 2, expiry=PAST), part("dry_food", 1, expiry=NOW.date()))
    issue_kit(by=stage.crew, now=NOW, store=place.id, lines=[Wanted("dry_food", 1)])
    with pytest.raises(Conflict, match="可用 0"):
        issue_kit(by=stage.crew, now=NOW, store=place.id, lines=[Wanted("dry_food", 1)])


def test_a_crew_out_of_an_item_gives_the_rest_and_says_so(stage):
    place = stocked(
        stage.storekeeper, part("quilt", 1), part("dry_food", 1, expiry=SOON), part("water", 2, expiry=LATER)
    )
    moved = issue_kit(by=stage.crew, now=NOW, store=place.id, kit="warm", without_missing=True)
    assert moved.missing == ("cotton_coat", "dry_food", "leaflet")
    assert stock(place) == {}
    (event,) = journal.history(subject=moved.act)
    assert event.payload["missing"] == ["cotton_coat", "dry_food", "leaflet"]
    assert event.payload["quantities"] == [1, 1, 2]
    with pytest.raises(Conflict) as refused:
        issue_kit(by=stage.crew, now=NOW, store=place.id, kit="warm", without_missing=True)
    assert refused.value.code == "supplies.nothing_there"


def test_if_the_event_cannot_be_written_nothing_leaves_the_store(stage, monkeypatch):
    place = stocked(stage.storekeeper, *WARM)
    before = stock(place)

    def broken(*args, **kwargs):
        raise RuntimeError("journal away")

    monkeypatch.setattr(journal, "record", broken)
    with pytest.raises(RuntimeError, match="journal away"):
        issue_kit(by=stage.crew, now=NOW, store=place.id, kit="warm")
    assert stock(place) == before == summed(place)


def test_the_store_of_a_neighbour_does_not_exist_for_her(stage, as_actor):
    place = stocked(stage.head, part("quilt", 1), region=TOWNSHIP_A)
    with as_actor(stage.clerk_b):
        with pytest.raises(NotFound):
            issue_kit(by=stage.clerk_b, now=NOW, store=place.id, lines=[Wanted("quilt", 1)])
        assert not Movement.objects.exists()
    with as_actor(stage.clerk_a):
        issue_kit(by=stage.clerk_a, now=NOW, store=place.id, lines=[Wanted("quilt", 1)])
        assert stock(place) == {}
