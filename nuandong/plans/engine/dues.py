"""Deadlines of a plan in the window of an activation: when each falls, and what time it is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nuandong.kernel.clock import day_start, local_date
from nuandong.kernel.periods import DayCalendar, Period, add_months
from nuandong.plans.engine.activations import Activation
from nuandong.plans.engine.cells import Window
from nuandong.plans.schema.deadlines import DAY_END, Deadline, Feasted, Fixed, Monthly, Relative, Weekly
from nuandong.plans.schema.plan import season_year

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_FIRST_HALF = 15


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline: the time for it begins at `start`; `first` to `last` are the days it is about, both included."""

    anchor: date
    start: datetime
    at: datetime
    first: date
    last: date


def dues(deadline: Deadline | None, name: str, activation: Activation, calendar: DayCalendar) -> Iterator[Due]:
    """Every deadline of the activation in order; none where the plan masks the day and nobody has filled it in.

    `name` is what the day is called where it had to be filled in (`Plan.unknowns`). One that was over when the window
    began is left out: nobody could keep it any more.
    """
    return (due for due in _dues(deadline, name, activation, calendar) if due.start < due.at)


def _dues(deadline: Deadline | None, name: str, activation: Activation, calendar: DayCalendar) -> Iterator[Due]:
    window = activation.window
    match deadline:
        case Weekly():
            yield from _weekly(deadline, window)
        case Monthly(masked=True):
            if name in activation.filled:
                yield from _monthly(deadline.filled(activation.filled[name]), window)
        case Monthly():
            yield from _monthly(deadline, window)
        case _:
            if due := single(deadline, name, activation, calendar):
                yield due


def single(
    deadline: Fixed | Relative | Feasted | None, name: str, activation: Activation, calendar: DayCalendar
) -> Due | None:
    """A deadline that comes once, also one that was over when the window began; None as in `dues`."""
    window = activation.window
    day = activation.filled.get(name) or day_of(deadline, window, calendar)
    if day is None:
        return None
    at = deadline.at if isinstance(deadline, Fixed | Feasted) else DAY_END
    return Due(day, window.start, day_start(day) + at, window.starts_on, window.ends_on)


def day_of(deadline: Fixed | Relative | Feasted | None, window: Window, calendar: DayCalendar) -> date | None:
    """The day of a deadline that comes once; None where the plan does not say, or the table of feasts ends."""
    match deadline:
        case Fixed():
            return deadline.day.in_season(season_year(window.starts_on))
        case Feasted():
            return deadline.in_season(season_year(window.starts_on), calendar)
        case Relative():
            edge = window.starts_on if deadline.edge == "start" else window.ends_on
            return edge if deadline.period is None else last_day(deadline.period, edge, calendar)
    return None


def last_day(period: Period, after: date, calendar: DayCalendar, *, at_least: bool = False) -> date:
    """The last day of a period that begins on a day, that day not counted; `at_least` as of `Period.due`."""
    return local_date(period.due(day_start(after), calendar, at_least=at_least) - _INSTANT)


def _weekly(deadline: Weekly, window: Window) -> Iterator[Due]:
    day = window.starts_on + _DAY
    day += (deadline.weekday - day.weekday()) % 7 * _DAY
    while day - 7 * _DAY <= window.ends_on:
        before, at = day_start(day - 7 * _DAY) + deadline.at, day_start(day) + deadline.at
        yield Due(day, max(before, window.start), at, day - 7 * _DAY, day - _DAY)
        day += 7 * _DAY


def _monthly(deadline: Monthly, window: Window) -> Iterator[Due]:
    month = window.starts_on.replace(day=1)
    while month <= window.ends_on:
        before, at = _due_of(deadline, add_months(month, -1)), _due_of(deadline, month)
        yield Due(month, max(before, window.start), at, month, add_months(month, 1) - _DAY)
        month = add_months(month, 1)


def _due_of(deadline: Monthly, month: date) -> datetime:
    """When the report on a month is due: early days of a month are about the month before."""
    if deadline.day is None:
        return day_start(add_months(month, 1) - _DAY) + deadline.at
    own = deadline.day > _FIRST_HALF
    return day_start((month if own else add_months(month, 1)).replace(day=deadline.day)) + deadline.at
