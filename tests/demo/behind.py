"""Every cell of every report over the demo's season against the events behind it."""

from collections.abc import Iterator
from datetime import date

from nuandong.demo.county import COUNTY
from nuandong.reports import behind
from nuandong.reports.breaking_down import span_of
from nuandong.reports.content import Content, Head, Line, Sheet
from nuandong.reports.counting import Filled, count
from nuandong.reports.library import all_definitions
from nuandong.reports.rhythm import term_at

LISTED = {"events", "register", "ratio"}


def contents(day: date) -> Iterator[Content]:
    for stored in all_definitions().values():
        term = term_at(stored.definition, day)
        yield count(stored, region=COUNTY, place="", term=term, version=1, filled=Filled())


def judged(content: Content, sheet: Sheet, line: Line, head: Head) -> str:
    """What is wrong with one cell; empty when its events or its parts make it."""
    cell = line.cell(head.code)
    rows = {row.code: row for row in all_definitions()[content.report].definition.rows()}
    row = rows.get(line.code)
    if behind.adds_up(cell, head):
        parts = [one.cell(head.code).value for one in sheet.lines() if row and one.code in row.sum]
        if head.kind == "sum":
            parts = [line.cell(one.code).value for one in sheet.columns if one.code != head.code]
        known = [one for one in parts if one is not None]
        return "" if cell.value in {sum(known), None} else f"{known}"
    if cell.source not in LISTED and head.kind != "total":
        return "" if cell.value is None or cell.source in {"manual", "carried"} else "not counted, and yet a value"
    of, to = (row.ratio.of, row.ratio.to) if row and row.ratio else (line.names, ())
    found = behind.behind(of, to, head, span_of(head, content.region), limit=20_000)
    above, below = sum(one.added for one in found), sum(one.base for one in found)
    if any(name.endswith("median_minutes") for name in of):
        return "" if (cell.value is None) == (above == 0) else f"{above} arrivals"
    if row and row.ratio:
        times = (100 if row.ratio.percent else 1) * 10**row.ratio.scale
        return "" if cell.value == (above * times // below if below else None) else f"{above}/{below}"
    return "" if (cell.value or 0) == above else f"{above}"
