"""The calendar check of a plan file, in lines for a terminal and as JSON."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from nuandong.kernel.text import gettext_noop
from nuandong.plans.calendar_check import LEVEL_TITLES, CalendarCheck, Finding, Level, Row, check
from nuandong.plans.calendar_check.words import day_words, sentence
from nuandong.plans.loader import LoadedPlan
from nuandong.plans.problems import Path
from nuandong.plans.standards import named
from nuandong.plans.vocabulary import calendar
from nuandong.plans.yaml_source import Source, read

_HEAD: Final = (
    gettext_noop("步骤"),
    gettext_noop("最早开始"),
    gettext_noop("最早完成"),
    gettext_noop("最迟开始"),
    gettext_noop("最迟完成"),
    gettext_noop("余地（天）"),
)
_NOTHING: Final = "—"


def checked(loaded: LoadedPlan, year: int, filled: Mapping[str, date]) -> CalendarCheck:
    """The check of a plan file with the holiday calendar, the standards it names, and days for what it masks."""
    return check(loaded.plan, year, calendar(), standards=named(loaded.plan), filled=filled)


def lines(loaded: LoadedPlan, name: str, result: CalendarCheck) -> Iterator[str]:
    """Findings with file and line, what is still to be filled in, and the slack of every step."""
    source = read(loaded.text.encode(), name)
    for finding in result.findings:
        where = f"{name}:{_line(source, finding.path)}"
        yield f"{where}: {_(LEVEL_TITLES[finding.level])}{_('：')}{sentence(finding.said, _)}{_sources(finding)}"
        for said in finding.proposals:
            yield f"    → {sentence(said, _)}"
    if result.open:
        yield _("%(name)s: 启用时要填的日期：%(days)s") % {"name": name, "days": "、".join(result.open)}
    if steps := [row for row in result.rows if row.kind == "step" and row.latest_end is not None]:
        yield from _table(result.year, steps)


def as_json(loaded: LoadedPlan, name: str, result: CalendarCheck) -> dict[str, Any]:
    source = read(loaded.text.encode(), name)
    return {
        "file": name,
        "plan": loaded.plan.plan,
        "season": result.year,
        "contradictions": len(result.of(Level.CONTRADICTION)),
        "findings": [_finding(one, source) for one in result.findings],
        "open": list(result.open),
        "schedule": [_row(row, source) for row in result.rows],
    }


def _finding(finding: Finding, source: Source) -> dict[str, Any]:
    return {
        "level": finding.level.value,
        "code": finding.code,
        "line": _line(source, finding.path),
        "message": sentence(finding.said, _),
        "sources": list(finding.sources),
        "fails_by": finding.fails_by,
        "unit": finding.unit if finding.fails_by is not None else None,
        "proposals": [sentence(said, _) for said in finding.proposals],
    }


def _row(row: Row, source: Source) -> dict[str, Any]:
    days = ("starts", "earliest_start", "earliest_end", "latest_start", "latest_end")
    return {
        "kind": row.kind,
        "title": row.title,
        "part_of": row.part_of,
        "source": row.source,
        "line": _line(source, row.path),
        **{name: _iso(getattr(row, name)) for name in days},
        "due": row.due.isoformat() if row.due is not None else None,
        "slack": row.slack,
    }


def _table(year: int, rows: list[Row]) -> Iterator[str]:
    yield _("%(year)d 年冬季的程序步骤：") % {"year": year}
    yield _columns([_(title) for title in _HEAD])
    for row in rows:
        days = (row.earliest_start, row.earliest_end, row.latest_start, row.latest_end)
        slack = _NOTHING if row.slack is None else str(row.slack)
        yield _columns([row.title, *map(_day, days), slack])


def _columns(cells: list[str]) -> str:
    first, *rest = cells
    return "  " + _padded(first, 36) + "".join(_padded(cell, 12) for cell in rest).rstrip()


def _padded(text: str, width: int) -> str:
    """Text cut and filled to so many columns of a terminal, where a Chinese character takes two."""
    while _width(text) > width - 1:
        text = text[:-2] + "…"
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _sources(finding: Finding) -> str:
    return _("（%(sources)s）") % {"sources": "、".join(finding.sources)}


def _line(source: Source, path: Path) -> int:
    return source.place(path).line


def _day(day: date | None) -> str:
    return _NOTHING if day is None else day_words(day, _)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
