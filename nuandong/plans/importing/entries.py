"""Dates and periods of findings in the form of plan files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from nuandong.kernel.feasts import FEAST_TITLES
from nuandong.plans.importing.dates import UNKNOWN
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.telling import day

_WEEKDAYS: Final = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}
_LAST_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIRST_HALF: Final = 7
_LATEST_MONTHLY: Final = 28
_PERIODS: Final = {"minutes", "hours", "working days", "natural days", "weeks", "months"}
_EVERY_DAY: Final = re.compile(r"(?:20\d{2}-)?(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Season:
    """The window of the plan: month-days or `unknown`, and the finding they come from."""

    start: str = UNKNOWN
    end: str = UNKNOWN
    note: str = ""
    finding: Finding | None = None

    def as_yaml(self, source: str) -> dict[str, Any]:
        where = {"source": f"{source} ¶{self.finding.paragraph}"} if self.finding else {}
        return {"from": self.start, "to": self.end, **where, **({"note": self.note} if self.note else {})}

    def next_year(self, month: int) -> bool:
        """Whether a month belongs to the year after the one in which the season begins."""
        if self.start == UNKNOWN:
            return month < _FIRST_HALF
        return month < int(self.start[:2])


def season_of(findings: Iterable[Finding]) -> Season:
    """The first window of the plan as a whole. What is masked, or not a whole day, stays unknown."""
    window = next((one for one in findings if one.kind == "window" and one.scope == "plan"), None)
    if window is None:
        return Season()
    start, end = (_EVERY_DAY.fullmatch(window.value[key]) for key in ("from", "to"))
    first = f"{start[1]}-{start[2]}" if start else UNKNOWN
    last = f"{end[1]}-{end[2]}" if end else UNKNOWN
    if end:
        later = last < first if start else int(end[1]) < _FIRST_HALF
        last = f"+1/{last}" if later else last
    partly = [window.value[key] for key in ("from", "to") if window.value[key] != UNKNOWN]
    unread = [text for text in partly if not _EVERY_DAY.fullmatch(text)]
    return Season(first, last, f"原文写的是 {'、'.join(map(day, unread))}，不到日，请写明。" if unread else "", window)


def deadline_text(
    value: Any, season: Season, unit: str | None = "date", clock: str | None = None, *, on_the_day: bool = False
) -> str | None:
    """A deadline as plan files write it; None where they have no form for it. What is due by a feast is due before."""
    at = f" {clock}" if clock else ""
    if unit == "relative":
        feast = re.sub(r"\W+", "_", str(value).replace("'", ""))
        if feast not in FEAST_TITLES:
            return None
        return f"{feast}{at}" if on_the_day else f"before {feast}{at}"
    if value == UNKNOWN:
        return UNKNOWN
    if unit == "every week" and value in _WEEKDAYS:
        return f"every {_WEEKDAYS[value]}{at}"
    if unit == "every month":
        if value == "end":
            return f"every month last{at}"
        if isinstance(value, int) and 1 <= value <= _LATEST_MONTHLY:
            return f"every month {value}{at}"
        return None
    if unit != "date" or not isinstance(value, str):
        return None
    return _fixed(value, season, at)


def _fixed(value: str, season: Season, at: str) -> str | None:
    if found := _EVERY_DAY.fullmatch(value):
        month, number = int(found[1]), int(found[2])
    elif found := re.fullmatch(r"(?:20\d{2}-)?(\d{2})-end", value):
        month = int(found[1])
        number = _LAST_DAYS[month - 1]
    else:
        return None
    return f"{'+1/' if season.next_year(month) else ''}{month:02}-{number:02}{at}"


def period_text(finding: Finding) -> str | None:
    """A length of time as plan files write it; days are natural days. None for years and fractions, but of hours."""
    unit = "natural days" if finding.unit == "days" else finding.unit
    if unit == "hours" and isinstance(finding.value, float) and (finding.value * 60).is_integer():
        return f"{int(finding.value * 60)} minutes"
    if unit not in _PERIODS or not isinstance(finding.value, int):
        return None
    return f"{finding.value} {unit}"
