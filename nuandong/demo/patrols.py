"""Patrol rounds of the season: by day, in the evening and deep in the night; one day the streets were forgotten."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from nuandong.demo.office import Crew, Office
from nuandong.kernel.clock import combine
from nuandong.org import scope
from nuandong.rescue.actions.check_point import check_point
from nuandong.rescue.actions.close_encounter import Disposition, Kit, close_encounter
from nuandong.rescue.actions.complete_round import complete_round
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.actions.start_round import start_round

if TYPE_CHECKING:
    from nuandong.geo.models import Place
    from nuandong.rescue.models import PatrolRound

_FORGOTTEN: Final = (2, 30)
"""On the third day of the season, and every thirty days after it, nobody patrols: what a broken duty looks like."""
_STOP: Final = timedelta(minutes=14)
_SET_OUT: Final = (time(0, 30), time(14, 30), time(19, 30))
_STOPS: Final = (5, 8)


def play_rounds(office: Office, places: Sequence["Place"], seed: str, number: int, day: date, as_of: datetime) -> None:
    """The rounds of one calendar day, the `number`th of the season (from 0), as far as `as_of` lets them go."""
    draw = Random(f"{seed}/rounds/{day}")
    if number % _FORGOTTEN[1] == _FORGOTTEN[0] and day != as_of.date():
        return
    for place, clock in enumerate(_SET_OUT):
        # The season begins with an evening; deep in the night they go every other day.
        if (number == 0 and clock < time(18)) or (place == 0 and number % 2):
            continue
        crew = office.crews[(number + place) % len(office.crews)]
        start = combine(day, clock) + timedelta(minutes=draw.randint(0, 12))
        if start < as_of:
            partner = [office.units["police"]] if draw.random() < 0.25 else []
            with scope.enter(crew.leader):
                out = start_round(by=crew.leader, now=start, team=crew.team, joint_units=partner)
                _walk(out, crew, draw, places, start, as_of)


def _walk(
    out: "PatrolRound", crew: Crew, draw: Random, places: Sequence["Place"], start: datetime, as_of: datetime
) -> None:
    """From place to place; whoever is out at the present moment stays out."""
    at = start
    for spot in draw.sample(places, min(len(places), draw.randint(*_STOPS))):
        at += _STOP + timedelta(minutes=draw.randint(0, 6))
        if at > as_of:
            return
        found = draw.random() < 0.06
        check_point(by=crew.leader, now=at, patrol=out.id, place=spot.id, found=int(found))
        if found:
            _help(out, crew, spot, at)
    at += _STOP
    if at <= as_of:
        complete_round(by=crew.leader, now=at, patrol=out.id)


def _help(out: "PatrolRound", crew: Crew, spot: "Place", at: datetime) -> None:
    """Somebody able who wants a quilt and nothing else."""
    met = Met(categories=["able_adult"], sex="male", age_band="18_59", willing=False, place=spot.id)
    encounter = record_encounter(
        by=crew.leader, now=at, region=spot.region, met=met, patrol_round=out.id, team=crew.team
    )
    kit = Kit(store=crew.store, kit="warm", sizes={"cotton_coat": "L"}, signed=True)
    done = Disposition(outcome="supplies_only", kit=kit, leaflet=True)
    close_encounter(by=crew.leader, now=at, encounter=encounter.id, done=done)
