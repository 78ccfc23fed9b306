"""Working days: weekends, statutory holidays and the workdays moved onto weekends.

One file per year, `library/calendar/YYYY.yaml`, typed from the State Council's yearly notice:

    year: 2026
    provisional: false
    source: where the days come from
    holidays: {2026-01-01: 元旦}
    workdays: [2026-01-04]
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nuandong.kernel import reference
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.kernel.feasts import read_feasts
from nuandong.kernel.text import gettext_noop as _

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """The days of one year that differ from plain weeks. `provisional`: the year's notice is not out yet."""

    year: int
    provisional: bool
    source: str
    holidays: Mapping[date, str]
    workdays: frozenset[date]


class WorkCalendar:
    """Which days are worked. A year without a file is an error, unless `assume_weekends` is set."""

    def __init__(
        self,
        years: Iterable[CalendarYear],
        *,
        assume_weekends: bool = False,
        feasts: Mapping[int, Mapping[str, date]] | None = None,
    ) -> None:
        self._years = {year.year: year for year in years}
        self._assume_weekends = assume_weekends
        self._feasts = feasts or {}

    @classmethod
    def load(cls, folder: Path, *, assume_weekends: bool = False) -> "WorkCalendar":
        """Read every YYYY.yaml of a folder, and its feasts; a file with mistakes raises `Invalid` and names itself."""
        paths = reference.listed(folder, "[0-9][0-9][0-9][0-9].yaml")
        feasts = read_feasts(folder / "feasts.yaml") if (folder / "feasts.yaml").is_file() else {}
        return cls((read_year(path) for path in paths), assume_weekends=assume_weekends, feasts=feasts)

    def is_workday(self, day: date) -> bool:
        year = self._year(day)
        if year is not None:
            if day in year.workdays:
                return True
            if day in year.holidays:
                return False
        return day.weekday() < _SATURDAY

    def holiday_name(self, day: date) -> str | None:
        """The name of the holiday the day belongs to; None on other days, free weekends included."""
        year = self._year(day)
        return None if year is None else year.holidays.get(day)

    def feast(self, name: str, season: int) -> date | None:
        """The day of a feast in the season that begins in a year; None where the table does not reach."""
        return self._feasts.get(season, {}).get(name)

    def is_provisional(self, day: date) -> bool:
        """Whether the State Council's notice for that year was still unknown when the file was written."""
        year = self._year(day)
        return year is None or year.provisional

    def workday_from(self, day: date) -> date:
        """The day itself if it is worked, else the next one that is."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which is itself not counted."""
        if count < 1:
            raise ValueError("count of working days must be at least 1")
        for _step in range(count):
            day = self.workday_from(day + _DAY)
        return day

    def _year(self, day: date) -> CalendarYear | None:
        year = self._years.get(day.year)
        if year is None and not self._assume_weekends:
            raise NotFound(
                "calendar_year_missing",
                _("没有 %(year)d 年的工作日历。"),
                _("请按国务院办公厅放假通知填写 library/calendar/%(year)d.yaml。"),
                year=day.year,
            )
        return year


def read_year(path: Path) -> CalendarYear:
    """Read one year's file; raises `Invalid` (code `calendar_file_wrong`) that says what is wrong with it."""
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise _wrong(path, str(error).splitlines()[0]) from error
    if not isinstance(content, dict) or set(content) != {"year", "provisional", "source", "holidays", "workdays"}:
        raise _wrong(path, "keys: year, provisional, source, holidays, workdays")
    return _checked(path, content)


def _checked(path: Path, content: dict[str, Any]) -> CalendarYear:
    year, holidays, workdays = content["year"], content["holidays"], content["workdays"]
    if not isinstance(year, int) or path.stem != str(year):
        raise _wrong(path, "year")
    if not isinstance(content["provisional"], bool) or not isinstance(content["source"], str):
        raise _wrong(path, "provisional, source")
    if not isinstance(holidays, dict) or not isinstance(workdays, list):
        raise _wrong(path, "holidays, workdays")
    for day in (*holidays, *workdays):
        if type(day) is not date or day.year != year:
            raise _wrong(path, str(day))
    for day in workdays:
        # Only weekend days are ever moved to work; a weekday here is a slip of the typist.
        if day in holidays or day.weekday() < _SATURDAY:
            raise _wrong(path, str(day))
    return CalendarYear(
        year=year,
        provisional=content["provisional"],
        source=content["source"],
        holidays={day: str(name) for day, name in holidays.items()},
        workdays=frozenset(workdays),
    )


def _wrong(path: Path, what: str) -> Invalid:
    return Invalid(
        "calendar_file_wrong",
        _("工作日历文件 %(file)s 有错：%(what)s。"),
        _("请按同目录其他年份的写法改正。"),
        file=path.name,
        what=what,
    )
