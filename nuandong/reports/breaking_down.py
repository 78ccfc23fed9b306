"""Rows of a report for each division below its region: as tables of a few divisions each, and as a chart."""

from collections.abc import Iterator, Mapping, Sequence
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
BARS: Final = 16
"""Divisions drawn one by one; of more, those with the largest numbers are."""
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

    def busy(self, rows: Sequence[Row]) -> list[int]:
        """The divisions below the region that have anything in one of the rows, in their order."""
        return [one for one in self.names if one != self.region and any(self.value(one, row) for row in rows)]


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
    """The broken down rows: divisions that did anything in columns, the region itself and the sum last."""
    known = {row.code: row for row in definition.rows()}
    for part in definition.breakdowns:
        rows = [known[code] for code in part.rows]
        busy = found.busy(rows)
        pieces = _pieces([*busy, found.region])
        for number, piece in enumerate(pieces, start=1):
            last = number == len(pieces)
            heads = [_head(place, found, part, term) for place in piece]
            if last:
                heads.append(Head(code=TOTAL, title=part.total, kind="total", first=term.first, last=term.last))
            lines = tuple(_line(row, piece, found, number, last=last) for row in rows)
            yield Sheet(
                title=part.title if len(pieces) == 1 else f"{part.title}（{number}/{len(pieces)}）",
                columns=tuple(heads),
                blocks=(Block(title=part.title, lines=lines),),
                quiet=len(found.names) - 1 - len(busy) if last else 0,
            )


def drawing(chart: Chart, rows: Mapping[str, Row], found: Places) -> Drawing:
    """A bar for each division that did anything, without the region itself; of very many, for the busiest."""
    drawn = [rows[code] for code in chart.rows]
    busy = found.busy(drawn)
    most = sorted(busy, key=lambda place: -sum(found.value(place, row) for row in drawn))[:BARS]
    order = [place for place in busy if place in most]
    series = tuple(Series(name=row.title, values=tuple(found.value(place, row) for place in order)) for row in drawn)
    x = tuple(found.names[one] for one in order)
    title = chart.title if len(order) == len(busy) else f"{chart.title}（前 {BARS} 个）"
    return Drawing(title=title, kind=chart.kind, unit="", x=x, series=series)


def _pieces(places: list[int]) -> list[list[int]]:
    """Places for tables of a bearable width, none much narrower than the others."""
    number = -(-len(places) // WIDE)
    size = -(-len(places) // number)
    return [places[start : start + size] for start in range(0, len(places), size)]


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
