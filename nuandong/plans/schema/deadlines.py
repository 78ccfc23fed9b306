"""Deadlines of a plan file: one day, a day of every week or month, or so long before or after the window.

Written `11-08 12:00`, `+1/01-20`, `every Monday 12:00`, `every month 5`, `every month last`, `end`,
`start + 10 natural days`, `end + 2 natural days`, `before spring_festival`, `new_year - 7 natural days`, or `unknown`
(`every month unknown`) where the source masks the day. Without a time the day counts to its end.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from nuandong.kernel.clock import day_start, local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.feasts import FEAST_TITLES
from nuandong.kernel.periods import DayCalendar, Period, Unit
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.schema.fields import AS_TEXT, UNKNOWN, MonthDay, text_schema

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_END: Final = timedelta(days=1)
_IN_EVERY_MONTH: Final = 28
_TIME: Final = r"(?: ([01][0-9]|2[0-3]):([0-5][0-9]))?"
_FIXED: Final = re.compile(rf"((?:\+1/)?[01][0-9]-[0-3][0-9]){_TIME}")
_WEEKLY: Final = re.compile(rf"every ({'|'.join(WEEKDAYS)}){_TIME}")
_MONTHLY: Final = re.compile(rf"every month ([1-9]|1[0-9]|2[0-8]|last|{UNKNOWN}){_TIME}")
_SPELL: Final = r"[0-9]{1,3} [a-z]+(?: days?)?"
_RELATIVE: Final = re.compile(rf"(start|end)(?: \+ ({_SPELL}))?")
_FEAST: Final = re.compile(rf"(before )?({'|'.join(FEAST_TITLES)})(?: ([+-]) ({_SPELL}))?{_TIME}")
_FEAST_UNITS: Final = {Unit.NATURAL_DAYS, Unit.WORKING_DAYS, Unit.WEEKS}
_DAY_BEFORE: Final = Period(1, Unit.NATURAL_DAYS)


@dataclass(frozen=True, slots=True)
class Fixed:
    """One day of the season; `at` is the time of that day, 24 hours for its end."""

    day: MonthDay
    at: timedelta = DAY_END

    def __str__(self) -> str:
        return f"{self.day}{_clock(self.at)}"


@dataclass(frozen=True, slots=True)
class Weekly:
    """A day of every week (0 is Monday); it is about the seven days before it."""

    weekday: int
    at: timedelta = DAY_END

    def __str__(self) -> str:
        return f"every {WEEKDAYS[self.weekday]}{_clock(self.at)}"


@dataclass(frozen=True, slots=True)
class Monthly:
    """A day of every month, None for its last. Up to the fifteenth it is about the month before, else about its own.

    `masked`: the source says every month, but not on which day.
    """

    day: int | None
    at: timedelta = DAY_END
    masked: bool = False

    def __str__(self) -> str:
        return f"every month {UNKNOWN if self.masked else self.day or 'last'}{_clock(self.at)}"

    def filled(self, day: date) -> "Monthly":
        """On the day of the month of a day that was filled in; after the 28th, on the last."""
        return Monthly(day.day if day.day <= _IN_EVERY_MONTH else None, self.at)


@dataclass(frozen=True, slots=True)
class Relative:
    """The first or the last day of the window, or so long after it, that day not counted."""

    edge: Literal["start", "end"]
    period: Period | None = None

    def __str__(self) -> str:
        return self.edge if self.period is None else f"{self.edge} + {str(self.period).replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class Feasted:
    """The day of a feast (春节, 元旦 …), or so long before or after it; the day before has a form of its own."""

    feast: str
    before: Period | None = None
    after: Period | None = None
    at: timedelta = DAY_END

    def in_season(self, year: int, calendar: DayCalendar) -> date | None:
        """The day in the season that begins in `year`; None where the table of feasts ends.

        No such day rolls on to a working day: what is to be done before the feast cannot wait until after it.
        """
        day = calendar.feast(self.feast, year)
        if day is None or (self.before is None and self.after is None):
            return day
        if self.after is not None:
            return local_date(self.after.due(day_start(day), calendar, at_least=True)) - DAY_END
        assert self.before is not None
        if self.before.unit is Unit.WORKING_DAYS:
            for _step in range(self.before.amount):
                day -= DAY_END
                while not calendar.is_workday(day):
                    day -= DAY_END
            return day
        return day - self.before.amount * (7 if self.before.unit is Unit.WEEKS else 1) * DAY_END

    def __str__(self) -> str:
        sign, period = ("-", self.before) if self.before is not None else ("+", self.after)
        if period == _DAY_BEFORE and sign == "-":
            return f"before {self.feast}{_clock(self.at)}"
        shift = f" {sign} {str(period).replace('_', ' ')}" if period is not None else ""
        return f"{self.feast}{shift}{_clock(self.at)}"


Deadline = Fixed | Weekly | Monthly | Relative | Feasted
Recurring = Weekly | Monthly


def is_masked(deadline: Deadline | None) -> bool:
    """Whether the source hides on which day it falls."""
    return deadline is None or (isinstance(deadline, Monthly) and deadline.masked)


def parse(text: str) -> Deadline:
    """Raises ValueError for what is none of the forms."""
    if found := _FIXED.fullmatch(text):
        return Fixed(MonthDay.parse(found[1]), _at(found[2], found[3]))
    if found := _WEEKLY.fullmatch(text):
        return Weekly(WEEKDAYS.index(found[1]), _at(found[2], found[3]))
    if found := _MONTHLY.fullmatch(text):
        day = None if found[1] in {"last", UNKNOWN} else int(found[1])
        return Monthly(day, _at(found[2], found[3]), masked=found[1] == UNKNOWN)
    if found := _RELATIVE.fullmatch(text):
        return Relative("start" if found[1] == "start" else "end", Period.parse(found[2]) if found[2] else None)
    if found := _FEAST.fullmatch(text):
        return _feasted(found[2], found[1], found[3], found[4], _at(found[5], found[6]))
    raise ValueError(text)


def _feasted(feast: str, before: str | None, sign: str | None, written: str | None, at: timedelta) -> Feasted:
    period = Period.parse(written) if written else None
    if (before and period) or (period is not None and period.unit not in _FEAST_UNITS):
        raise ValueError(written)
    if before or sign == "-":
        return Feasted(feast, before=period or _DAY_BEFORE, at=at)
    return Feasted(feast, after=period, at=at)


def _at(hour: str | None, minute: str | None) -> timedelta:
    return DAY_END if hour is None or minute is None else timedelta(hours=int(hour), minutes=int(minute))


def _clock(at: timedelta) -> str:
    if at == DAY_END:
        return ""
    minutes = int(at.total_seconds()) // 60
    return f" {minutes // 60:02}:{minutes % 60:02}"


def _deadline(value: Any) -> Any:
    if value is None or isinstance(value, Deadline):
        return value
    if value == UNKNOWN:
        return None
    try:
        return parse(value)
    except (TypeError, ValueError, Invalid):
        raise PydanticCustomError(
            "deadline",
            _(
                "期限写法不对。请写月-日（可带时刻，如 11-08 12:00；次年写 +1/01-20）、every Monday 12:00、"
                "every month 5、every month last、end + 2 natural days、before spring_festival、"
                "new_year - 7 natural days；原文未写明的写 unknown、every month unknown。"
            ),
        ) from None


_ONCE: Final = (
    r"(\+1/)?[01][0-9]-[0-3][0-9]( [0-9]{2}:[0-9]{2})?|(start|end)( \+ .+)?"
    rf"|(before )?({'|'.join(FEAST_TITLES)})( [+-] [0-9]+ [a-z ]+)?( [0-9]{{2}}:[0-9]{{2}})?"
)
DeadlineField = Annotated[
    Fixed | Weekly | Monthly | Relative | Feasted | None,
    BeforeValidator(_deadline),
    AS_TEXT,
    text_schema(
        f"^({UNKNOWN}|{_ONCE}|every .+)$",
        "11-08 12:00",
        "every Monday 12:00",
        "every month last",
        "every month unknown",
        "end + 2 natural days",
        "before spring_festival",
    ),
]


def _season_day(value: Any) -> Any:
    if value is None or isinstance(value, MonthDay | Feasted):
        return value
    try:
        found = _deadline(value)
    except PydanticCustomError:
        found = value
    if isinstance(found, Fixed) and found.at == DAY_END:
        return found.day
    if found is not None and not isinstance(found, Feasted):
        raise PydanticCustomError(
            "month_day",
            _(
                "日期写法不对。请写月-日，例如 11-15；次年写 +1/03-15；节日写 lantern_festival 等；"
                "原文未写明的写 unknown。"
            ),
        )
    return found


SeasonDayField = Annotated[
    MonthDay | Feasted | None,
    BeforeValidator(_season_day),
    AS_TEXT,
    text_schema(
        rf"^({UNKNOWN}|(\+1/)?[01][0-9]-[0-3][0-9]|(before )?({'|'.join(FEAST_TITLES)})( [+-] [0-9]+ [a-z ]+)?)$",
        "11-15",
        "+1/03-15",
        "lantern_festival",
        UNKNOWN,
    ),
]
"""The first or the last day of a season."""
DayField = Annotated[
    Fixed | Relative | Feasted | None,
    BeforeValidator(_deadline),
    AS_TEXT,
    text_schema(f"^({UNKNOWN}|{_ONCE})$", "+1/01-20", "spring_festival - 7 natural days"),
]
"""A deadline that comes once."""
