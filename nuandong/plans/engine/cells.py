"""Periods of the calendar: the cells in which `at_least` counts and `presence` watches."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final, Literal

from nuandong.kernel.clock import day_start, local_date
from nuandong.kernel.periods import add_months
from nuandong.plans.engine.intervals import Interval, merged
from nuandong.plans.schema import Hours

Per = Literal["1 day", "1 week", "1 month", "1 quarter", "1 half year"]
_DAY = timedelta(days=1)
_MONTHS: Final[dict[Per, int]] = {"1 month": 1, "1 quarter": 3, "1 half year": 6}
_LONGEST_MONTH = 31


@dataclass(frozen=True)
class Cell:
    """One period: its days from `first` to `last` inclusive; `days` of them lie in the window, of `length` in all."""

    anchor: date
    """The first day of the whole period, clipped or not: the name of the cell."""
    first: date
    last: date
    length: int
    hours: Hours

    @cached_property
    def name(self) -> str:
        return self.anchor.isoformat()

    @cached_property
    def start(self) -> datetime:
        return day_start(self.first) + self.hours.start

    @cached_property
    def end(self) -> datetime:
        return day_start(self.last) + self.hours.end

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @cached_property
    def counted(self) -> tuple[Interval, ...]:
        """The hours that count, day by day."""
        starts = (day_start(self.first + n * _DAY) for n in range(self.days))
        return tuple(merged((start + self.hours.start, start + self.hours.end) for start in starts))

    def reaches_into(self, start: datetime, end: datetime) -> bool:
        """Whether some of the hours that count lie in [start, end)."""
        return any(lo < end and start < hi for lo, hi in self.counted)

    def share(self, count: int) -> int:
        """What a clipped period asks for: its share of the number, rounded down.

        Of a quarter or half year it is rounded to the nearest: hardly a winter holds a whole one, and rounded down a
        plan that says every quarter would never ask for anything.
        """
        if self.length > _LONGEST_MONTH:
            return (2 * count * self.days + self.length) // (2 * self.length)
        return count * self.days // self.length


@dataclass(frozen=True)
class Window:
    """The days an activation is about, both inclusive."""

    starts_on: date
    ends_on: date

    @cached_property
    def start(self) -> datetime:
        return day_start(self.starts_on)

    @cached_property
    def end(self) -> datetime:
        """24:00 of the last day."""
        return day_start(self.ends_on + _DAY)

    def contains(self, at: datetime) -> bool:
        return self.start <= at < self.end


def cell_at(anchor: date, per: Per, hours: Hours, window: Window) -> Cell | None:
    """The cell that begins on `anchor`, clipped to the window; None when nothing of it lies inside."""
    following = _next(anchor, per)
    first, last = max(anchor, window.starts_on), min(following - _DAY, window.ends_on)
    if last < first:
        return None
    return Cell(anchor, first, last, (following - anchor).days, hours)


def cells(per: Per, hours: Hours, window: Window, start: datetime, end: datetime) -> Iterator[Cell]:
    """The cells of the window that have hours in [start, end)."""
    start, end = max(start, window.start), min(end, window.end + _DAY)
    if end <= start:
        return
    # Hours past midnight belong to the day before: begin one day early.
    anchor = _anchor(local_date(start) - _DAY, per)
    while day_start(anchor) < end:
        cell = cell_at(anchor, per, hours, window)
        if cell is not None and cell.reaches_into(start, end):
            yield cell
        anchor = _next(anchor, per)


class Cells:
    """The cells of one window, made once: a duty asks for them again with every act and every division."""

    def __init__(self, per: Per, hours: Hours, window: Window) -> None:
        self._window = window
        self._all = list(cells(per, hours, window, window.start, window.end + _DAY))
        self._by_anchor = {cell.name: cell for cell in self._all}
        self._starts, self._ends = [cell.start for cell in self._all], [cell.end for cell in self._all]

    def at(self, anchor: str) -> Cell | None:
        """The cell of that name; None when nothing of it lies in the window."""
        return self._by_anchor.get(anchor)

    def within(self, start: datetime, end: datetime) -> Iterator[Cell]:
        """What `cells` gives."""
        start, end = max(start, self._window.start), min(end, self._window.end + _DAY)
        if start < end:
            for cell in self._all[bisect_right(self._ends, start) : bisect_left(self._starts, end)]:
                if cell.reaches_into(start, end):
                    yield cell


def _anchor(day: date, per: Per) -> date:
    match per:
        case "1 day":
            return day
        case "1 week":
            return day - day.weekday() * _DAY
    months = _MONTHS[per]
    return day.replace(month=day.month - (day.month - 1) % months, day=1)


def _next(anchor: date, per: Per) -> date:
    match per:
        case "1 day":
            return anchor + _DAY
        case "1 week":
            return anchor + 7 * _DAY
    return add_months(anchor, _MONTHS[per])
