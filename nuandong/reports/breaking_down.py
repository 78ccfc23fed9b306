"""Rows of a report for each division below its region: as tables of a few divisions each, and as a chart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import contains, span
from nuandong.kernel.actors import Span
from nuandong.reports import figures
from nuandong.reports.content import Block, Cell, Drawing, Head, Line, Series, Sheet
from nuandong.reports.rhythm import Term
from nuandong.reports.shape import Breakdown, Chart, Definition, Row

WIDE: Final = 8
"""Divisions side by side in one table; more go into a second one."""
TOTAL: Final = "all"


@dataclass(frozen=True, slots=True)
class Places:
    """What each division below a region did in some days. `names` has the region itself too, which comes last."""

    region: int
    names: Mapping[int, str]
    amounts: Mapping[tuple[int, str], int]
    """By division and figure; what lies deeper is counted where it belongs to."""

    def value(self, place: int, row: Row) -> int:
        return sum(self.amounts.get((place, name), 0) for name in row.count)


def places(definition: Definition, region: int, term: Term) -> Places | None:
    """One query for all figures that are broken down; None when nothing is."""
    codes = {code for part in definition.breakdowns for code in part.rows}
    codes |= {code for chart in definition.charts if chart.by == "division" for code in chart.rows}
    if not codes:
        return None
    named = {one.code: one.name for one in divisions.children(region, term.last).order_by("code")}
    names = sorted({name for row in definition.rows() if row.code in codes for name in row.count})
    summed: dict[tuple[int, str], int] = {}
    found = figures.by_place(names, since=term.first, until=term.last, within=span(region))
    for (where, name), value in found.items():
        place = next((one for one in named if contains(one, where)), region)
        summed[place, name] = summed.get((place, name), 0) + value
    return Places(region, {**named, region: ""}, summed)


def tables(definition: Definition, found: Places, term: Term) -> Iterator[Sheet]:
    """The broken down rows: divisions in columns, the region itself and the sum last."""
    rows = {row.code: row for row in definition.rows()}
    for part in definition.breakdowns:
        order = list(found.names)
        pieces = [order[start : start + WIDE] for start in range(0, len(order), WIDE)]
        for number, piece in enumerate(pieces, start=1):
            last = number == len(pieces)
            lines = [_line(rows[code], piece, found, number, last=last) for code in part.rows]
            heads = [_head(place, found, part, term) for place in piece]
            if last:
                heads.append(Head(code=TOTAL, title=part.total, kind="total", first=term.first, last=term.last))
            title = part.title if len(pieces) == 1 else f"{part.title}（{number}/{len(pieces)}）"
            block = Block(title=part.title, lines=tuple(lines))
            yield Sheet(title=title, columns=tuple(heads), blocks=(block,))


def drawing(chart: Chart, rows: Mapping[str, Row], found: Places) -> Drawing:
    """One bar for each division below the region, without the region itself."""
    order = [place for place in found.names if place != found.region]
    series = tuple(
        Series(name=rows[code].title, values=tuple(found.value(place, rows[code]) for place in order))
        for code in chart.rows
    )
    return Drawing(
        title=chart.title, kind=chart.kind, unit="", x=tuple(found.names[one] for one in order), series=series
    )


def span_of(head: Head, region: int) -> Span:
    """The regions that a column counts."""
    if head.kind == "own":
        return Span(region, region + 1)
    return span(int(head.code[1:])) if head.kind == "division" else span(region)


def _head(place: int, found: Places, part: Breakdown, term: Term) -> Head:
    own = place == found.region
    title = part.own if own else found.names[place]
    return Head(code=_code(place), title=title, kind="own" if own else "division", first=term.first, last=term.last)


def _code(place: int) -> str:
    return f"d{place}"


def _line(row: Row, piece: list[int], found: Places, number: int, *, last: bool) -> Line:
    cells = [Cell(column=_code(place), value=found.value(place, row), source="events") for place in piece]
    if last:
        whole = sum(found.value(place, row) for place in found.names)
        cells.append(Cell(column=TOTAL, value=whole, source="sum"))
    return Line(
        code=f"{row.code}.{number}",
        title=row.title,
        unit=row.unit,
        decimals=row.decimals,
        within=row.within,
        note="",
        names=row.count,
        fillable=False,
        cells=tuple(cells),
    )


def weeks(term: Term, days: Mapping[date, int]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Sums from Monday to Sunday, each named by its first day within the term."""
    starts: dict[tuple[int, int], date] = {}
    sums: dict[tuple[int, int], int] = {}
    for day in term.days:
        week = day.isocalendar()[:2]
        starts.setdefault(week, day)
        sums[week] = sums.get(week, 0) + days.get(day, 0)
    return tuple(f"{day:%m-%d}" for day in starts.values()), tuple(sums.values())
