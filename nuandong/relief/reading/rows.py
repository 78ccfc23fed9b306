"""The rows of the tables, told from titles, numbers of columns, totals, notes and blank ones. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from nuandong.kernel.sheets import plain_heading
from nuandong.relief.forms.library import row_words
from nuandong.relief.reading.layout import Layout, Table, columns_in
from nuandong.relief.reading.opening import Book, Sheet

_MOST_FILLED: Final = 2_000_000
_NUMBERING: Final = re.compile(r"[0-9]{1,2}|[甲乙丙丁]|d0[0-9]{4}")


@dataclass(slots=True)
class Rows:
    """Data rows in their order: sheet, number as the sheet shows it, and the cells by field, each a list as long."""

    sheets: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    cells: dict[str, list[str]] = field(default_factory=dict)
    totals: list[tuple[int, int, Mapping[str, str]]] = field(default_factory=list)
    """Sheet, number and cells of rows that add up all those of their sheet."""
    skipped: Counter[str] = field(default_factory=Counter)
    """How many rows were none of the table: total, subtotal, note, heading, numbering."""
    hidden: int = 0
    """How many of the data rows stand hidden in the sheet; they are read like all others."""

    def __len__(self) -> int:
        return len(self.numbers)


def rows_of(book: Book, layout: Layout, columns: Mapping[str, str], form: str) -> Rows:
    """Every data row of every table. `columns` is place → field of the first table."""
    found = Rows()
    every = list(dict.fromkeys(columns.values()))
    found.cells = {name: [] for name in every}
    for table in layout.tables:
        places = columns_in(table, layout.main, columns, form)
        sheet = book.sheets[table.sheet]
        _fill_merged(sheet, table.first)
        kept = list(_kept(sheet, table, places, found))
        found.sheets += [table.sheet] * len(kept)
        found.numbers += [number for number, _cells in kept]
        found.hidden += sum(number in sheet.hidden for number, _cells in kept) if sheet.hidden else 0
        for name in every:
            at = places.get(name, -1)
            found.cells[name] += [cells[at] if 0 <= at < len(cells) else "" for _number, cells in kept]
    return found


def _kept(sheet: Sheet, table: Table, places: Mapping[str, int], found: Rows) -> Iterator[tuple[int, Sequence[str]]]:
    head = places.get("head_id_no", -1)
    other = places.get("member_id_no", -1)
    told = [at for name, at in places.items() if name != "serial"]
    above = set(filter(None, (plain_heading(part) for one in table.headings for part in one.split("/"))))
    for index in range(table.first, len(sheet.rows)):
        cells = sheet.rows[index]
        size = len(cells)
        if not any(at < size and cells[at] and not cells[at].isspace() for at in told):
            if any(cells):
                found.skipped["blank" if not _note(cells) else "note"] += 1
            continue
        # A row with a number of a person is one of the table, whatever else stands in it.
        if any(0 <= at < size and len(cells[at]) > 6 for at in (head, other)):
            yield index + 1, cells
        elif reason := _no_row(cells, above, near=index - table.first < 3):
            found.skipped[reason] += 1
            if reason == "total":
                said = {name: cells[at] for name, at in places.items() if at < size}
                found.totals.append((table.sheet, index + 1, said))
        else:
            yield index + 1, cells


def _no_row(cells: Sequence[str], above: set[str], *, near: bool) -> str:
    """Why a row without a number of a person is none of the table; empty when it is one."""
    said = [plain for cell in cells if (plain := plain_heading(cell))]
    words = row_words()
    if not said:
        return "note"
    if len(said) > 1 and set(said) <= above:
        return "heading"
    if near and all(_NUMBERING.fullmatch(one) or one in words.units for one in said):
        return "numbering"
    for reason, starts in (("subtotal", words.subtotals), ("total", words.totals)):
        if any(one in starts for one in said[:3]):
            return reason
    return "note" if _note(cells) else ""


def _note(cells: Sequence[str]) -> bool:
    first = next((plain for cell in cells if (plain := plain_heading(cell))), "")
    return any(first == word or first.startswith((f"{word}:", f"{word}：")) for word in row_words().notes)


def _fill_merged(sheet: Sheet, first: int) -> None:
    """What stands once over several rows belongs to each of them."""
    left = _MOST_FILLED
    for top, column, last, _right in sheet.merged:
        if top < first or last == top:
            continue
        last = min(last, len(sheet.rows) - 1)
        left -= last - top
        if left < 0:
            return
        words = sheet.rows[top][column] if column < len(sheet.rows[top]) else ""
        for cells in sheet.rows[top + 1 : last + 1]:
            if column < len(cells):
                cells[column] = words
