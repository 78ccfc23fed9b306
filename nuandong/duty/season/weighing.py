"""What a season asks of each person: hours, nights, feast days, and where it asks too much. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID

from nuandong.duty.hours import Interval
from nuandong.kernel.clock import combine, local_date

_DAY: Final = timedelta(days=1)
_SMALL_HOURS: Final = (time(0), time(5))
"""Whoever is on duty then has no night's sleep."""


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody does in a season; shifts as a leader count in `leading` and `feasts` alone."""

    staff: UUID
    shifts: int
    nights: int
    feasts: int
    hours: int
    leading: int


@dataclass(frozen=True, slots=True)
class Strain:
    """Too much for somebody: `start` to `end` with so little rest between (`rest`), or a week of so many `hours`."""

    staff: UUID
    start: datetime
    end: datetime
    rest: timedelta | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """One shift of somebody."""

    staff: UUID
    start: datetime
    end: datetime
    leader: bool


def loads(shifts: Iterable[Served], is_holiday: Callable[[date], bool]) -> list[Load]:
    """The share of each, the most hours first."""
    found = []
    for staff, all_ in _by_person(shifts).items():
        served = [one for one in all_ if not one.leader]
        found.append(
            Load(
                staff,
                shifts=len(served),
                nights=sum(_at_night(one) for one in served),
                feasts=sum(is_holiday(local_date(one.start)) for one in all_),
                hours=round(sum((one.end - one.start for one in served), timedelta()) / timedelta(hours=1)),
                leading=len(all_) - len(served),
            )
        )
    return sorted(found, key=lambda one: (-one.hours, -one.leading, one.staff))


def strains(shifts: Iterable[Served], *, rest_hours: int, week_hours: int) -> list[Strain]:
    """Shifts too close to each other and weeks too long, by time. Leaders rest on their post: they are not counted."""
    found: list[Strain] = []
    for staff, rows in _by_person(one for one in shifts if not one.leader).items():
        for before, after in pairwise(rows):
            rest = after.start - before.end
            if rest < timedelta(hours=rest_hours):
                found.append(Strain(staff, before.start, after.end, rest=max(rest, timedelta())))
        found += _long_weeks(staff, rows, week_hours)
    return sorted(found, key=lambda one: (one.start, one.staff))


def _long_weeks(staff: UUID, rows: Sequence[Served], most: int) -> Iterable[Strain]:
    weeks: dict[date, timedelta] = {}
    for one in rows:
        day = local_date(one.start)
        monday = day - timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, timedelta()) + (one.end - one.start)
    for monday, worked in weeks.items():
        if worked > timedelta(hours=most):
            start, end = _week(monday)
            yield Strain(staff, start, end, hours=round(worked / timedelta(hours=1)))


def _week(monday: date) -> Interval:
    return combine(monday, time.min), combine(monday + 7 * _DAY, time.min)


def _at_night(one: Served) -> bool:
    day = local_date(one.start)
    return any(
        one.start < combine(night, _SMALL_HOURS[1]) and combine(night, _SMALL_HOURS[0]) < one.end
        for night in (day, day + _DAY)
    )


def _by_person(shifts: Iterable[Served]) -> dict[UUID, list[Served]]:
    found: dict[UUID, list[Served]] = {}
    for one in sorted(shifts, key=lambda one: one.start):
        found.setdefault(one.staff, []).append(one)
    return found
