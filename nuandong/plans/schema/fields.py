"""The small values of a plan file and how they are written."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from nuandong.kernel.errors import Invalid
from nuandong.kernel.periods import Period, Unit
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.fields import STRENGTH_TITLES as STRENGTH_TITLES
from nuandong.policy.fields import Code as Code
from nuandong.policy.fields import FileModel
from nuandong.policy.fields import Note as Note
from nuandong.policy.fields import PlanText as PlanText
from nuandong.policy.fields import Slug as Slug
from nuandong.policy.fields import Source as Source
from nuandong.policy.fields import Strength as Strength
from nuandong.policy.fields import Words as Words

UNKNOWN: Final = "unknown"
TO_THE_END: Final = "end"
_MONTH_DAY: Final = re.compile(r"(\+1/)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_HOURS: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")
_WHOLE_DAY: Final = timedelta(days=1)
_LEAP_YEAR: Final = 2024


class PlanModel(FileModel):
    """Base of everything in a plan file."""


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the season: month and day, `years` = 1 in the year after the season's first."""

    month: int
    day: int
    years: int = 0

    @classmethod
    def parse(cls, text: str) -> "MonthDay":
        found = _MONTH_DAY.fullmatch(text)
        if found is None:
            raise ValueError(text)
        month, day = int(found[2]), int(found[3])
        date(_LEAP_YEAR, month, day)  # refuses 02-30
        return cls(month, day, 1 if found[1] else 0)

    def in_season(self, year: int) -> date:
        """The date in the season that begins in `year`; 29 February becomes the 28th where there is none."""
        try:
            return date(year + self.years, self.month, self.day)
        except ValueError:
            return date(year + self.years, self.month, self.day - 1)

    def __str__(self) -> str:
        return f"{'+1/' if self.years else ''}{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a day that count, Shanghai time; `end` may pass midnight and is at most 24 hours after `start`."""

    start: timedelta
    end: timedelta

    @classmethod
    def parse(cls, text: str) -> "Hours":
        if text == "24h":
            return cls(timedelta(0), _WHOLE_DAY)
        found = _HOURS.fullmatch(text)
        if found is None or (found[3] == "24" and found[4] != "00"):
            raise ValueError(text)
        start = timedelta(hours=int(found[1]), minutes=int(found[2]))
        end = timedelta(hours=int(found[3]), minutes=int(found[4]))
        return cls(start, end if end > start else end + _WHOLE_DAY)

    @property
    def whole_day(self) -> bool:
        return self.end - self.start == _WHOLE_DAY

    def __str__(self) -> str:
        return "24h" if self.start == timedelta(0) and self.whole_day else f"{_clock(self.start)}-{_clock(self.end)}"


def _clock(at: timedelta) -> str:
    if at == _WHOLE_DAY:
        return "24:00"
    minutes = int(at.total_seconds()) // 60 % (24 * 60)
    return time(minutes // 60, minutes % 60).strftime("%H:%M")


def _hours(value: Any) -> Any:
    if isinstance(value, Hours):
        return value
    try:
        return Hours.parse(value)
    except (TypeError, ValueError):
        raise PydanticCustomError("hours", _("时段写法不对。请写 24h 或 14:00-22:00（引号可省）。")) from None


def _period(value: Any) -> Any:
    if isinstance(value, Period):
        return value
    try:
        return Period.parse(value)
    except (AttributeError, Invalid):
        raise PydanticCustomError(
            "period", _("期限写法不对。请写数字和单位，例如 30 minutes、24 hours、7 working days、10 natural days。")
        ) from None


def _span(value: Any) -> Any:
    return None if value is None or value == TO_THE_END else _period(value)


def _short_period(value: Any) -> timedelta:
    if value == "0 minutes":
        return timedelta(0)
    period = _period(value)
    match period.unit:
        case Unit.MINUTES:
            return timedelta(minutes=period.amount)
        case Unit.HOURS:
            return timedelta(hours=period.amount)
    raise PydanticCustomError("short_period", _("这里只能用分钟或小时，例如 15 minutes、2 hours。"))


def _written(period: timedelta) -> str:
    return f"{int(period.total_seconds()) // 60} minutes"


def text_schema(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": list(examples)})


AS_TEXT = PlainSerializer(lambda value: UNKNOWN if value is None else str(value), return_type=str)
_PERIOD_PATTERN = "^[0-9]{1,5} +(minute|hour|natural[ _]day|working[ _]day|week|month)s?$"

HoursField = Annotated[
    Hours, BeforeValidator(_hours), AS_TEXT, text_schema(f"^(24h|{_HOURS.pattern})$", "24h", "14:00-22:00")
]
PeriodField = Annotated[
    Period, BeforeValidator(_period), AS_TEXT, text_schema(_PERIOD_PATTERN, "30 minutes", "7 working days")
]
SpanField = Annotated[
    Period | None,
    BeforeValidator(_span),
    PlainSerializer(lambda value: TO_THE_END if value is None else str(value), return_type=str),
    text_schema(f"{_PERIOD_PATTERN}|^{TO_THE_END}$", "30 minutes", "7 working days", TO_THE_END),
]
ShortPeriodField = Annotated[
    timedelta,
    BeforeValidator(_short_period),
    PlainSerializer(_written, return_type=str),
    text_schema("^[0-9]{1,5} +(minute|hour)s?$", "15 minutes", "2 hours"),
]

EventKind = Annotated[str, Field(pattern=r"^[a-z]+\.[a-z][a-z0-9_]*$", max_length=80)]
Requirements = Annotated[
    tuple[
        Annotated[str, Field(pattern=r"^(RES|DIS|CARE|VISIT|DON|HEAT|SAFE|OPS)-[0-9]{3}$", examples=["RES-003"])],
        ...,
    ],
    Field(max_length=200),
]
"""Rows of the requirements catalogue that an entry covers."""
