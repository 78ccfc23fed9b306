"""校核: what does not add up or is missing in a report, before somebody signs it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.content import Content, Line
from nuandong.reports.shape import Check, Definition

_COUNTED: Final = frozenset({"period", "previous", "season"})
_ADDED: Final = frozenset({"events", "sum", "manual"})
"""Sources whose values of several periods add up."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in words (msgid and parameters, lists among them); `gap` when something is only not filled in yet."""

    message: str
    params: dict[str, object] = field(default_factory=dict)
    gap: bool = False


def warnings(definition: Definition, content: Content) -> list[Finding]:
    """Sums first, then what shrank, then what is missing."""
    return [*_sums(definition, content), *_shrunk(content), *_missing(definition, content)]


def _sums(definition: Definition, content: Content) -> Iterator[Finding]:
    lines = {line.code: (sheet, line) for sheet, line in content.lines()}
    for check in definition.checks:
        if not {*check.parts, check.whole} <= lines.keys():
            continue  # sealed by an older definition
        sheet, whole = lines[check.whole]
        for head in sheet.columns:
            if head.kind in _COUNTED:
                yield from _one_sum(check, whole, [lines[code][1] for code in check.parts], head.code, head.title)


def _one_sum(check: Check, whole: Line, parts: list[Line], column: str, title: str) -> Iterator[Finding]:
    expected = whole.cell(column).value
    values = [cell.value for part in parts for cell in part.cells if cell.column == column]
    if expected is None or not any(value is not None for value in values):
        return
    total = sum(value or 0 for value in values)
    if total != expected if check.exact else total > expected:
        message = (
            _("%(check)s（%(column)s）：各项合计 %(total)d，应为 %(expected)d。")
            if check.exact
            else _("%(check)s（%(column)s）：%(total)d，超过 %(expected)d。")
        )
        yield Finding(message, {"check": check.title, "column": title, "total": total, "expected": expected})


def _shrunk(content: Content) -> Iterator[Finding]:
    """A season that holds less than its last period."""
    for sheet, line in content.lines():
        kinds = {head.kind: head.code for head in sheet.columns}
        if {"period", "season"} <= kinds.keys():
            period = line.cell(kinds["period"])
            now, so_far = period.value, line.cell(kinds["season"]).value
            if period.source in _ADDED and now is not None and so_far is not None and so_far < now:
                yield Finding(
                    _("%(line)s：累计 %(so_far)d 小于本期 %(now)d。"),
                    {"line": line.title, "so_far": so_far, "now": now},
                )


def _missing(definition: Definition, content: Content) -> Iterator[Finding]:
    open_lines = {
        line.title
        for sheet, line in content.lines()
        for head, cell in zip(sheet.columns, line.cells, strict=True)
        if line.fillable and head.kind == "period" and cell.value is None
    }
    if open_lines:
        message = _("还有 %(n)d 项手工数据没有填写：%(names)s。")
        yield Finding(message, {"n": len(open_lines), "names": sorted(open_lines)}, gap=True)
    for passage in missing_texts(definition, content):
        yield Finding(_("“%(title)s”还没有写。"), {"title": passage}, gap=True)


def missing_texts(definition: Definition, content: Content) -> list[str]:
    """Titles of the passages that must be written and are not."""
    wanted = {text.code for text in definition.texts if text.required}
    return [one.title for one in content.passages if one.code in wanted and not one.text]
