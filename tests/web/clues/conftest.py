"""The clue desk at work: a county with divisions, key locations and two teams on duty, at the clock of the browser."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from nuandong.duty.models import TeamMember, TeamPosition
from nuandong.geo.actions.register_place import register_place
from nuandong.geo.coordinates import Point
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.kernel.clock import SystemClock
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.kinds import Channel
from tests.cast import COUNTY, TOWNSHIP_A
from tests.duty import setting
from tests.web.conftest import seat
from tests.web.divisions import divisions

CENTRE = Point(26.58, 106.71)
MINUTE = timedelta(minutes=1)


class Street:
    """What the tests of the clue pages ask for."""

    def __init__(self, cast: SimpleNamespace) -> None:
        self.cast = cast
        self.now = SystemClock().now()

    def clue(self, *, minutes_ago: float = 0, region: int = COUNTY, **said):
        said.setdefault("at", CENTRE)
        said.setdefault("words", "有人睡在桥下")
        with scope.enter(self.cast.operator):
            return receive_clue(
                by=self.cast.operator,
                now=self.now - minutes_ago * MINUTE,
                channel=Channel.HOTLINE,
                details=ClueDetails(**said),
                region=region,
            ).clue

    def team(self, name, *, kilometres, member=None):
        """A team that began its shift an hour ago and stands so far north."""
        with scope.enter(self.cast.operator):
            team = setting.team(self.cast.crew, name=name)
            who = member or self.cast.leader
            setting.shift(who, start=self.now - setting.HOUR, state="started", team=team)
            if member is not None:
                TeamMember.objects.create(
                    id=new_id(self.now),
                    region=COUNTY,
                    team=team,
                    staff_id=member.staff,
                    valid_from=self.now - setting.HOUR,
                )
            TeamPosition.objects.create(
                team=team,
                region=COUNTY,
                lat=CENTRE.lat + kilometres / 111.195,
                lon=CENTRE.lon,
                at=self.now - MINUTE,
                source="phone",
            )
        return team


@pytest.fixture
def street(db, cast) -> Street:
    divisions()
    for member in ("operator", "leader", "crew", "officer"):
        seat(member)
    made = Street(cast)
    with scope.enter(cast.operator):
        made.bridge = register_place(
            by=cast.officer,
            now=made.now,
            region=TOWNSHIP_A,
            details=PlaceDetails(kind=PlaceKind.BRIDGE, name="甲秀桥", area=Area.URBAN, at=CENTRE),
        )
        made.near = made.team("一队", kilometres=2, member=cast.crew)
    made_far = made.team("二队", kilometres=9)
    made.far = made_far
    return made
