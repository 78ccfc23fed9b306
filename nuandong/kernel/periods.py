"""Periods with a named unit, and when they end (民法典 Art. 200-204).

Minutes and hours run exactly. Longer units are counted in Shanghai days: the day of the start is not
counted; the period ends with its last day, at 24:00, which is 00:00 of the day after. The last day of a time
in which somebody has to act rolls on to the next working day (Art. 203); the last day of a least duration, such
as that of a notice, does not: nobody has to act on it, and a notice hangs over a Sunday as well (ADR 16).
"""

import calendar as month_lengths
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from nuandong.kernel.clock import day_start, local_date, require_aware
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    NATURAL_DAYS = "natural_days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


UNIT_TITLES: Final = {
    Unit.MINUTES: _("分钟"),
    Unit.HOURS: _("小时"),
    Unit.NATURAL_DAYS: _("日"),
    Unit.WORKING_DAYS: _("个工作日"),
    Unit.WEEKS: _("周"),
    Unit.MONTHS: _("个月"),
}

_WRITTEN: Final = re.compile(r"([0-9]{1,5}) +([a-z]+(?:[ _][a-z]+)?)")
_MAX_AMOUNT: Final = 99_999


class DayCalendar(Protocol):
    """What a period asks of a calendar; `kernel.calendar.WorkCalendar` is one."""

    def is_workday(self, day: date) -> bool: ...

    def holiday_name(self, day: date) -> str | None: ...

    def workday_from(self, day: date) -> date: ...

    def add_workdays(self, day: date, count: int) -> date: ...

    def feast(self, name: str, season: int) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Period:
    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= _MAX_AMOUNT:
            raise ValueError(f"amount of a period must be 1 to {_MAX_AMOUNT}, not {self.amount}")

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.value}"

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read "24 hours", "7 working days", "1 month"; a bare "days" is refused, as it says not which days."""
        found = _WRITTEN.fullmatch(text.strip())
        name = found[2].replace(" ", "_") if found else ""
        unit = next((unit for unit in Unit if name in {unit.value, unit.value.removesuffix("s")}), None)
        if found is None or unit is None or int(found[1]) == 0:
            raise Invalid(
                "period_unreadable",
                _("期限写法不对：%(text)s。"),
                _("请写数字和单位，例如 30 minutes、24 hours、10 natural days、7 working days、1 week、3 months。"),
                text=text[:40],
            )
        return cls(int(found[1]), unit)

    def due(self, start: datetime, calendar: DayCalendar, *, at_least: bool = False) -> datetime:
        """The moment the period that began at `start` ends; a calendar year without a file raises `NotFound`.

        `at_least`: the period is a least duration, whose last day may be any day; else it is a time to act in.
        """
        require_aware(start)
        match self.unit:
            case Unit.MINUTES:
                return start + timedelta(minutes=self.amount)
            case Unit.HOURS:
                return start + timedelta(hours=self.amount)
            case Unit.WORKING_DAYS:
                last = calendar.add_workdays(local_date(start), self.amount)
            case _:
                last = self._last_natural_day(local_date(start))
                last = last if at_least else calendar.workday_from(last)
        return day_start(last + timedelta(days=1))

    def _last_natural_day(self, first: date) -> date:
        match self.unit:
            case Unit.WEEKS:
                return first + timedelta(weeks=self.amount)
            case Unit.MONTHS:
                return add_months(first, self.amount)
            case _:
                return first + timedelta(days=self.amount)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where that month is shorter (民法典 Art. 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    length = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length))
