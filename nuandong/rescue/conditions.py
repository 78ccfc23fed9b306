"""What the weather warnings in force mean for clues, roads and patrols of a region."""

from datetime import datetime

from nuandong.alerts import selectors as alerts
from nuandong.alerts.selectors import Coverage
from nuandong.geo.travel import RoadWeather
from nuandong.rescue import reference
from nuandong.rescue.kinds import Mode


def severe(region: int, at: datetime) -> bool:
    """Whether severe winter weather reigns in a part of the region: rescue first, review afterwards (RES-024)."""
    named = reference.weather().severe
    return any(held.warning.event in named for held in alerts.holding(at, region))


def road(region: int, at: datetime) -> RoadWeather:
    """The worst road weather that a warning for a part of the region announces."""
    return reference.weather().road(held.warning.event for held in alerts.holding(at, region))


def patrol_mode(region: int, at: datetime) -> Mode:
    """How densely the whole region must be patrolled; warnings for a part of it count for that part only."""
    rules = reference.weather()
    held = (one for one in alerts.holding(at, region) if one.coverage is Coverage.WHOLE)
    return max((rules.mode(one.warning.event, one.level) for one in held), key=_rank, default=Mode.BASELINE)


def _rank(mode: Mode) -> int:
    return mode.rank
