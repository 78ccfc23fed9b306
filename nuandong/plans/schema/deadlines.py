"""Deadlines of a plan file: one day, a day of every week or month, or so long before or after the window.

Written `11-08 12:00`, `+1/01-20`, `every Monday 12:00`, `every month 5`, `every month last`, `end`,
`start + 10 natural days`, `end + 2 natural days`, or `unknown` where the source masks the day. Without a time the day
counts to its end.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from nuandong.kernel.errors import Invalid
from nuandong.kernel.periods import Period
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.schema.fields import AS_TEXT, UNKNOWN, MonthDay, text_schema

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_END: Final = timedelta(days=1)
_TIME: Final = r"(?: ([01][0-9]|2[0-3]):([0-5][0-9]))?"
_FIXED: Final = re.compile(rf"((?:\+1/)?[01][0-9]-[0-3][0-9]){_TIME}")
_WEEKLY: Final = re.compile(rf"every ({'|'.join(WEEKDAYS)}){_TIME}")
_MONTHLY: Final = re.compile(rf"every month ([1-9]|1[0-9]|2[0-8]|last){_TIME}")
_RELATIVE: Final = re.compile(r"(start|end)(?: \+ ([0-9]{1,3} [a-z]+(?: days?)?))?")


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
    """A day of every month, None for its last. Up to the fifteenth it is about the month before, else about its own."""

    day: int | None
    at: timedelta = DAY_END

    def __str__(self) -> str:
        return f"every month {self.day or 'last'}{_clock(self.at)}"


@dataclass(frozen=True, slots=True)
class Relative:
    """The first or the last day of the window, or so long after it, that day not counted."""

    edge: Literal["start", "end"]
    period: Period | None = None

    def __str__(self) -> str:
        return self.edge if self.period is None else f"{self.edge} + {str(self.period).replace('_', ' ')}"


Deadline = Fixed | Weekly | Monthly | Relative
Recurring = Weekly | Monthly


def parse(text: str) -> Deadline:
    """Raises ValueError for what is none of the forms."""
    if found := _FIXED.fullmatch(text):
        return Fixed(MonthDay.parse(found[1]), _at(found[2], found[3]))
    if found := _WEEKLY.fullmatch(text):
        return Weekly(WEEKDAYS.index(found[1]), _at(found[2], found[3]))
    if found := _MONTHLY.fullmatch(text):
        return Monthly(None if found[1] == "last" else int(found[1]), _at(found[2], found[3]))
    if found := _RELATIVE.fullmatch(text):
        return Relative("start" if found[1] == "start" else "end", Period.parse(found[2]) if found[2] else None)
    raise ValueError(text)


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
                "every month 5、every month last、end + 2 natural days；原文未写明的写 unknown。"
            ),
        ) from None


DeadlineField = Annotated[
    Fixed | Weekly | Monthly | Relative | None,
    BeforeValidator(_deadline),
    AS_TEXT,
    text_schema(
        "^(unknown|(\\+1/)?[01][0-9]-[0-3][0-9]( [0-9]{2}:[0-9]{2})?|every .+|(start|end)( \\+ .+)?)$",
        "11-08 12:00",
        "every Monday 12:00",
        "every month last",
        "end + 2 natural days",
    ),
]
DayField = Annotated[
    Fixed | Relative | None,
    BeforeValidator(_deadline),
    AS_TEXT,
    text_schema("^(unknown|(\\+1/)?[01][0-9]-[0-3][0-9]( [0-9]{2}:[0-9]{2})?|(start|end)( \\+ .+)?)$", "+1/01-20"),
]
"""A deadline that comes once."""
