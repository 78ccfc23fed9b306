"""From a definition, a region and a period to the content of a report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from nuandong.geo.codes import span
from nuandong.kernel.actors import Span
from nuandong.reports import figures, picking
from nuandong.reports.breaking_down import Places, drawing, places, tables, weeks
from nuandong.reports.content import Block, Cell, Content, Drawing, Head, Line, Passage, Series, Sheet
from nuandong.reports.library import Stored
from nuandong.reports.rhythm import Term, before, season_at
from nuandong.reports.shape import REGISTERS, Chart, Column, Definition, Row, Table
from nuandong.rescue import statistics

_REGISTERS: Final[Mapping[str, Callable[..., Mapping[str, int]]]] = {
    "register.helped.": statistics.helped,
    "register.met.": statistics.met,
    "register.arrivals.": statistics.arrivals,
}
assert _REGISTERS.keys() == REGISTERS.keys()

Place = tuple[str, str]
"""A cell, by the codes of its row and column."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A value entered by hand, and by whom."""

    value: int
    by: UUID


@dataclass(frozen=True, slots=True)
class Filled:
    """What people added to a draft, and the last report sent for the period before."""

    values: Mapping[Place, Entered] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    earlier: Content | None = None


@dataclass(frozen=True, slots=True)
class _Filling:
    """What the cells of a table need beside the counts; `begins`: the season began with this period."""

    table: Table
    filled: Filled
    begins: bool


def count(stored: Stored, *, region: int, place: str, term: Term, version: int, filled: Filled) -> Content:
    """Count a report within the entered scope, which must see all of `region`. The same rows give the same bytes."""
    definition = stored.definition
    within = span(region)
    windows = _windows(definition, term)
    amounts = {window: _amounts(definition, window, within) for window in set(windows.values()) if window}
    season = windows["season"]
    begins = season is not None and season.first >= term.first
    sheets = tuple(_sheet(table, windows, amounts, _Filling(table, filled, begins)) for table in definition.tables)
    rows = {row.code: row for row in definition.rows()}
    lines = {line.code: (sheet, line) for sheet in sheets for line in sheet.lines()}
    split = places(definition, region, term)
    drawings = tuple(_drawn(chart, rows, lines, term, within, split) for chart in definition.charts)
    if split is not None:
        sheets += tuple(tables(definition, split, term))
    return Content(
        report=definition.report,
        title=definition.title,
        definition=stored.hash,
        submitted_by=definition.submitted_by,
        submitted_to=definition.submitted_to,
        region=region,
        place=place,
        first=term.first,
        last=term.last,
        version=version,
        sheets=sheets,
        drawings=drawings,
        passages=(
            *_picked(definition, filled, lines, region, term),
            *(Passage(code=one.code, title=one.title, text=filled.texts.get(one.code, "")) for one in definition.texts),
        ),
    )


def _picked(
    definition: Definition, filled: Filled, lines: Mapping[str, tuple[Sheet, Line]], region: int, term: Term
) -> tuple[Passage, ...]:
    """The list of what was picked; none where the report has no such list."""
    if definition.picked is None:
        return ()
    picks = picking.read(filled.texts.get(definition.picked.code, ""))
    points = picking.points(definition.picked, picks, lines, region=region, term=term)
    text = "\n".join(f"{number}. {point.words}" for number, point in enumerate(points, 1))
    return (Passage(code=definition.picked.code, title=definition.picked.title, text=text, points=points),)


def fillable(definition: Definition) -> list[tuple[Row, Column]]:
    """The cells a person may enter: manual rows, and every row of a manual column; nothing that is counted."""
    return [
        (row, column)
        for table in definition.tables
        for row in table.rows()
        for column in table.columns
        if column.kind == "manual" or (row.manual and column.kind in {"period", "season"})
    ]


def _windows(definition: Definition, term: Term) -> Mapping[str, Term | None]:
    """The days each kind of column is counted over."""
    began = min(season_at(definition, term.last)[0], term.first)
    return {"period": term, "previous": before(definition, term), "season": Term(began, term.last)}


def _amounts(definition: Definition, window: Term, within: Span) -> Mapping[str, int]:
    """Every figure and count of the definition over some days."""
    names = {name for row in definition.rows() for name in row.names}
    flows = sorted(name for name in names if not name.startswith("register."))
    found = figures.totals(flows, since=window.first, until=window.last, within=within)
    for prefix, read in _REGISTERS.items():
        if any(name.startswith(prefix) for name in names):
            counted = read(window.first, window.last, within=within)
            found |= {prefix + name: value for name, value in counted.items()}
    return found


def _sheet(
    table: Table, windows: Mapping[str, Term | None], amounts: Mapping[Term, Mapping[str, int]], filling: _Filling
) -> Sheet:
    made: dict[str, dict[str, Cell]] = {}
    rows = sorted(table.rows(), key=lambda row: bool(row.sum))  # sums last: they need the others
    for row in rows:
        cells: dict[str, Cell] = {}
        for column in sorted(table.columns, key=lambda column: column.kind == "sum"):
            window = windows.get(column.kind)
            counted = amounts.get(window, {}) if window else {}
            cells[column.code] = _cell(row, column, counted, made, cells, filling)
        made[row.code] = cells
    heads = []
    for column in table.columns:
        window = windows.get(column.kind)
        days = {"first": window.first, "last": window.last} if window else {}
        heads.append(Head(code=column.code, title=column.title, kind=column.kind, **days))
    blocks = [
        Block(title=group.title, lines=tuple(_line(row, made[row.code], table) for row in group.rows))
        for group in table.groups
    ]
    return Sheet(title=table.title, columns=tuple(heads), blocks=tuple(blocks))


def _line(row: Row, cells: Mapping[str, Cell], table: Table) -> Line:
    return Line(
        code=row.code,
        title=row.title,
        unit=row.unit,
        decimals=row.decimals,
        within=row.within,
        note=row.note,
        names=row.names,
        fillable=row.manual,
        cells=tuple(cells[column.code] for column in table.columns),
    )


def _cell(
    row: Row,
    column: Column,
    counted: Mapping[str, int],
    made: Mapping[str, Mapping[str, Cell]],
    beside: Mapping[str, Cell],
    filling: _Filling,
) -> Cell:
    code = column.code
    entered = filling.filled.values.get((row.code, code))
    if column.kind == "elsewhere":
        return Cell(column=code, value=None, source="elsewhere")
    if column.kind == "sum":
        parts = [cell.value for cell in beside.values() if cell.value is not None]
        # Averages and shares cannot be added: with one part alone it is that part.
        value = None if not parts or (row.ratio and len(parts) > 1) else sum(parts)
        return Cell(column=code, value=value, source="sum")
    if row.sum:
        values = [made[one][code].value for one in row.sum]
        whole = None if any(value is None for value in values) else sum(value or 0 for value in values)
        return Cell(column=code, value=whole, source="sum")
    if row.manual or column.kind == "manual":
        if entered is not None:
            return Cell(column=code, value=entered.value, source="manual", by=entered.by)
        return _carried(row, column, beside, filling)
    if row.ratio:
        of, to = (sum(counted.get(name, 0) for name in names) for names in (row.ratio.of, row.ratio.to))
        times = (100 if row.ratio.percent else 1) * 10**row.ratio.scale
        return Cell(column=code, value=of * times // to if to else None, source="ratio")
    known = [counted[name] for name in row.count if name in counted]
    source = "register" if any(name.startswith("register.") for name in row.count) else "events"
    return Cell(column=code, value=sum(known) if known else None, source=source)


def _carried(row: Row, column: Column, beside: Mapping[str, Cell], filling: _Filling) -> Cell:
    """A manual value of the column of the period before or of the season, out of the report before."""
    earlier, here = filling.filled.earlier, filling.table.columns
    now = next((beside[one.code].value for one in here if one.kind == "period" and one.code in beside), None)
    value: int | None = None
    if column.kind == "previous" and earlier is not None:
        value = _of(earlier, row.code, "period")
    elif column.kind == "season" and now is not None:
        so_far = 0 if filling.begins else _of(earlier, row.code, "season") if earlier else None
        value = so_far + now if so_far is not None else None
    return Cell(column=column.code, value=value, source="none" if value is None else "carried")


def _of(content: Content, row: str, kind: str) -> int | None:
    for sheet, line in content.lines():
        if line.code == row:
            column = next((head.code for head in sheet.columns if head.kind == kind), None)
            return line.cell(column).value if column else None
    return None


def _drawn(
    chart: Chart,
    rows: Mapping[str, Row],
    lines: Mapping[str, tuple[Sheet, Line]],
    term: Term,
    within: Span,
    split: Places | None,
) -> Drawing:
    if chart.by == "row":
        return _by_row(chart, lines)
    if chart.by == "division" and split is not None:
        return drawing(chart, rows, split)
    return _over_time(chart, rows, term, within)


def _over_time(chart: Chart, rows: Mapping[str, Row], term: Term, within: Span) -> Drawing:
    x: tuple[str, ...] = tuple(f"{day:%m-%d}" for day in term.days)
    series = []
    for code in chart.rows:
        days: dict[date, int] = {}
        for name in rows[code].count:
            for day, value in figures.by_day(name, since=term.first, until=term.last, within=within).items():
                days[day] = days.get(day, 0) + value
        values = tuple(days.get(day, 0) for day in term.days)
        if chart.by == "week":
            x, values = weeks(term, days)
        series.append(Series(name=rows[code].title, values=values))
    return Drawing(title=chart.title, kind=chart.kind, unit="", x=x, series=tuple(series))


def _by_row(chart: Chart, lines: Mapping[str, tuple[Sheet, Line]]) -> Drawing:
    found = [lines[code] for code in chart.rows]
    values = [
        next(
            (cell.value or 0 for head, cell in zip(sheet.columns, line.cells, strict=True) if head.kind == "period"), 0
        )
        for sheet, line in found
    ]
    one = Series(name=chart.title, values=tuple(values))
    x = tuple(line.title for _sheet, line in found)
    unit = found[0][1].unit if found else ""
    return Drawing(title=chart.title, kind=chart.kind, unit=unit, x=x, series=(one,))
