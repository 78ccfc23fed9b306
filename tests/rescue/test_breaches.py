"""What rescue's own records show of prohibitions (RES-014, RES-015, RES-026)."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from nuandong.geo.codes import span
from nuandong.journal import api as journal
from nuandong.kernel.ids import new_id
from nuandong.plans.bans import Watched
from nuandong.rescue import breaches
from nuandong.rescue.actions.check_point import check_point
from nuandong.rescue.actions.decide_leave import decide_leave
from nuandong.rescue.actions.request_leave import request_leave
from nuandong.rescue.actions.start_round import start_round
from nuandong.rescue.models import Clue, Encounter, Stay
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A
from tests.rescue import station, streets

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def found(check, *, region=COUNTY, start=NOW - DAY, now=NOW + DAY):
    return [breach.subject for breach in check(Watched(UUID(int=1), span(region), start, now))]


def test_a_clue_passed_around_or_taken_up_by_nobody(stage):
    again, nobody, normal = (streets.clue(stage.operator) for _number in range(3))
    Clue.objects.filter(id=again.id).update(
        origin=new_id(NOW), origin_region=OTHER_COUNTY, state="handed_over", closing="handed_over", closed_at=NOW
    )
    Clue.objects.filter(id=nobody.id).update(nobody_left_at=NOW)
    assert set(found(breaches.shirked_clues)) == {again.id, nobody.id}
    assert found(breaches.shirked_clues, region=TOWNSHIP_A) == found(breaches.shirked_clues, start=NOW + DAY) == []
    Clue.objects.filter(id=nobody.id).update(nobody_left_at=None)
    assert normal.id not in found(breaches.shirked_clues)
    assert found(breaches.shirked_clues) == [again.id]


def test_somebody_whom_nobody_may_hold(stage):
    stay = station.inside(stage, birth_year=2014)
    asked = request_leave(by=stage.station, now=NOW, stay=stay.id, exit_kind="self_exit", reason="本人要走")
    assert found(breaches.held_back, now=NOW + 2 * DAY) == []  # a child is kept until somebody comes for it
    Stay.objects.filter(id=stay.id).update(age=30)
    assert (found(breaches.held_back, now=NOW + DAY / 2), found(breaches.held_back)) == ([], [stay.id])
    decide_leave(by=stage.leader, now=NOW, request=asked.id, approve=False, reason="再等等")
    assert found(breaches.held_back, now=NOW + DAY / 2) == [stay.id]
    Stay.objects.filter(id=stay.id).update(state="left", left_at=NOW, exit="self_exit")
    assert found(breaches.held_back) == []


@pytest.mark.parametrize(
    ("category", "outcome", "breach"),
    [("minor", "supplies_only", True), ("minor", "to_station", False), ("minor", "left_before", False), ("elderly", "refused", False)],
)  # fmt: skip
def test_a_minor_who_stayed_in_the_street(stage, category, outcome, breach):
    met = station.meet(stage.head, category)
    Encounter.objects.filter(id=met.id).update(state="closed", outcome=outcome, closed_at=NOW)
    assert found(breaches.minors_left_outside) == [met.id] * breach


def test_a_round_that_was_ticked_off(stage):
    team = SimpleNamespace(id=streets.crew(stage.crew, "一队").id)
    out = start_round(by=stage.head, now=NOW, team=team.id)
    spots = [station.place(stage, "bridge", f"桥{number}") for number in range(3)]
    for number, spot in enumerate(spots):
        check_point(by=stage.head, now=NOW + timedelta(seconds=10 * number), patrol=out.id, place=spot.id)
        assert found(breaches.ticked_rounds) == [out.id] * (number == 2)
    shown = next(iter(breaches.ticked_rounds(Watched(UUID(int=1), span(COUNTY), NOW - DAY, NOW + DAY)))).event
    assert journal.get(shown).kind == "rescue.patrol_started"
