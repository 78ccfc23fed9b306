"""The streets of the rescue tests: clues, teams on duty at known points, key locations."""

from datetime import datetime, timedelta
from typing import Any

from nuandong.duty.models import Team, TeamPosition
from nuandong.geo.coordinates import Point
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.rescue.actions.close_encounter import Disposition, close_encounter
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.kinds import Channel
from nuandong.rescue.models import Clue
from tests.cast import COUNTY, NOW
from tests.duty import setting

MINUTE = timedelta(minutes=1)
CENTRE = Point(26.58, 106.71)


def north(kilometres: float) -> Point:
    """A point so far north of the centre."""
    return Point(CENTRE.lat + kilometres / 111.195, CENTRE.lon)


def clue(by: Actor, *, minutes_ago: float = 0, region: int = COUNTY, **said: Any) -> Clue:
    """A clue taken so many minutes ago; at the centre unless said otherwise."""
    said.setdefault("at", CENTRE)
    moment = NOW - minutes_ago * MINUTE
    received = receive_clue(by=by, now=moment, channel=Channel.HOTLINE, details=ClueDetails(**said), region=region)
    return received.clue


def empty(by: Actor, clue: Clue, now: datetime = NOW) -> None:
    """Somebody was there and saw nobody."""
    met = record_encounter(by=by, now=now, region=clue.region, met=Met(), clue=clue.id)
    close_encounter(by=by, now=now, encounter=met.id, done=Disposition(outcome="left_before"))


def crew(in_charge: Actor, name: str, *, at: Point | None = None, state: str = "started", **more: Any) -> Team:
    """A team on duty, seen at a point a minute ago."""
    team = setting.team(in_charge, name=name, **more)
    setting.shift(in_charge, start=NOW - setting.HOUR, state=state, team=team)
    if at is not None:
        TeamPosition.objects.create(
            team=team, region=team.region, lat=at.lat, lon=at.lon, at=NOW - MINUTE, source="phone"
        )
    return team


def kinds(subject: Any) -> list[str]:
    """The kinds of events of a subject, oldest first, without their module."""
    return [event.kind.removeprefix("rescue.") for event in reversed(journal.history(subject=subject))]
