"""What can be put into a blank: the figures and passages of a report, and what is certain about it anyway."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.blanks.values import Value
from nuandong.reports.content import Content, Line
from nuandong.reports.shape import Column, Definition, Row

FACTS: Final[Mapping[str, str]] = {
    "unit": _("填报单位"),
    "to": _("报送单位"),
    "place": _("填报地区"),
    "period": _("报告期"),
    "first": _("报告期第一天"),
    "last": _("报告期最后一天"),
    "author": _("填报人"),
    "signer": _("签批人"),
    "signed_on": _("签批日期"),
    "filled_on": _("填表日期"),
}
REASONS: Final[Mapping[str, str]] = {
    "none": _("没有来源，也还没有人填写"),
    "elsewhere": _("由其他单位填报"),
    "uncounted": _("没有可以计算的数据"),
    "unwritten": _("报表里还没有写"),
    "unsigned": _("报表还没有签批"),
    "gone": _("报表里已经没有这一项"),
    "part": _("合计的各项中有一项没有数"),
    "unbound": _("没有对应的数据"),
}
"""Why a place of a blank stayed empty."""
_BY_SOURCE: Final = {"elsewhere": "elsewhere", "ratio": "uncounted", "sum": "uncounted"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of a report's tables, with the words it is known by."""

    code: str
    group: str
    row: Row
    column: Column


@dataclass(frozen=True, slots=True)
class Around:
    """What is certain about a report beside its content; names and days that are not known are empty."""

    unit: str
    filled_on: date
    author: str = ""
    signer: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A place that stays empty, and one of REASONS."""

    reason: str


@dataclass(frozen=True, slots=True)
class Targets:
    """Everything a place can be bound to, by code: `cell/row/column`, `text/passage`, `fact/name`."""

    figures: Mapping[str, Figure]
    titles: Mapping[str, str] = field(default_factory=dict)
    """What people choose by; no two alike."""


def targets_of(definition: Definition, say: Mapping[str, str]) -> Targets:
    """The targets of a report; `say` gives the titles of FACTS in the reader's language."""
    figures = {
        f"cell/{row.code}/{column.code}": Figure(f"cell/{row.code}/{column.code}", group.title, row, column)
        for table in definition.tables
        for group in table.groups
        for row in group.rows
        for column in table.columns
    }
    titles = {f"fact/{name}": say[title] for name, title in FACTS.items()}
    titles |= {code: f"{one.row.title}｜{one.column.title}" for code, one in figures.items()}
    titles |= {f"text/{one.code}": one.title for one in definition.texts}
    twice = {title for title in titles.values() if list(titles.values()).count(title) > 1}
    for code, title in titles.items():
        if title in twice:
            titles[code] = f"{figures[code].group}·{title}" if code in figures else f"{title}｜{code.partition('/')[2]}"
    return Targets(figures, titles)


def value_of(code: str, content: Content, around: Around) -> Value | Missing:
    """What stands for a target in one report, or why nothing does."""
    kind, _slash, name = code.partition("/")
    if kind == "fact":
        return _fact(name, content, around)
    if kind == "text":
        text = next((one.text for one in content.passages if one.code == name), None)
        return Value(text) if text else Missing("gone" if text is None else "unwritten")
    row, _slash, column = name.partition("/")
    for _sheet, line in content.lines():
        if line.code == row and any(cell.column == column for cell in line.cells):
            return _figure(line, column)
    return Missing("gone")


def _figure(line: Line, column: str) -> Value | Missing:
    cell = line.cell(column)
    if cell.value is None:
        return Missing(_BY_SOURCE.get(cell.source, "none"))
    return Value(number=cell.value, decimals=line.decimals, percent=line.unit in {"%", "％"})


def _fact(name: str, content: Content, around: Around) -> Value | Missing:
    words = {
        "unit": around.unit,
        "to": content.submitted_to,
        "place": content.place.replace("/", ""),
        "period": period_words(content.first, content.last),
        "first": day_words(content.first),
        "last": day_words(content.last),
        "author": around.author,
        "signer": around.signer,
        "signed_on": day_words(around.signed_on) if around.signed_on else "",
        "filled_on": day_words(around.filled_on),
    }.get(name)
    if words:
        return Value(words)
    return Missing("gone" if words is None else "unsigned" if name in {"signer", "signed_on"} else "none")


def day_words(day: date) -> str:
    """A day as official papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def period_words(first: date, last: date) -> str:
    """The days of a report as official papers write them: a whole month by its name, the year once."""
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月"
    until = day_words(last) if first.year != last.year else f"{last.month}月{last.day}日"
    return f"{day_words(first)}至{until}"
