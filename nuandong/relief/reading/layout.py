"""Where the table of each sheet begins, what its columns are called, which field each one is. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.sheets import plain_heading
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.forms.library import fields_by_heading
from nuandong.relief.reading.opening import Book, Sheet

_WITHIN: Final = 20
_DEEPEST: Final = 3
_FEWEST: Final = 2
_GUESS: Final = 3
_LONGEST: Final = 60
_NUMBER: Final = re.compile(r"[0-9*]{7,}[0-9Xx]?|[0-9.]+E\+[0-9]+")
"""Of a person: identity, telephone or account, also as a spreadsheet rounds it, or hidden in part."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one sheet: its headings (several rows joined by "/"), and the place of the row after them."""

    sheet: int
    name: str
    headings: tuple[str, ...]
    first: int

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the headings in their order: sheets of one template share it."""
        return hashlib.sha256("\n".join(map(plain_heading, self.headings)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of a book; `ignored` names sheets in which none was seen."""

    tables: tuple[Table, ...]
    ignored: tuple[str, ...]

    @property
    def main(self) -> Table:
        return self.tables[0]


def layout_of(book: Book, form: str) -> Layout:
    """Find the tables: the rows among the first twenty that name most of the form's fields.

    Where no sheet names any, the first row of several words is taken, for a person to say what the columns are.
    Raises Invalid for a book without such a row.
    """
    known = fields_by_heading(form)
    found = [(number, _table(number, sheet, known)) for number, sheet in enumerate(book.sheets)]
    tables = [one for _number, one in found if one is not None]
    if not tables:
        guessed = next((one for number, sheet in enumerate(book.sheets) if (one := _guess(number, sheet))), None)
        if guessed is None:
            raise Invalid(
                "relief.ledger_no_table",
                _("没有找到表头。"),
                _("请把表头写在前二十行内，每列有列名，下面每行一户或一人。"),
                field="file",
            )
        tables = [guessed]
    taken = {one.sheet for one in tables}
    return Layout(tuple(tables), tuple(sheet.name for n, sheet in enumerate(book.sheets) if n not in taken))


def proposed(headings: Sequence[str], form: str) -> dict[str, str]:
    """Place of a column → field, by the headings alone; no field twice. A heading that may name several names the first
    that no earlier one names: “困难类型” is the type of the household, unless that has a column."""
    known = fields_by_heading(form)
    found: dict[str, str] = {}
    said = ((place, _fields(heading.split("/"), known)) for place, heading in enumerate(headings))
    for place, named in sorted(said, key=lambda one: len(one[1]) > 1):
        if field := next((one for one in named if one not in found.values()), ""):
            found[str(place)] = field
    return found


def columns_in(table: Table, main: Table, columns: Mapping[str, str], form: str) -> dict[str, int]:
    """Field → place in one sheet: as confirmed for the first one, or by the same headings where these stand apart."""
    if table.fingerprint == main.fingerprint:
        return {field: int(place) for place, field in columns.items()}
    said = {plain_heading(main.headings[int(place)]): field for place, field in columns.items()}
    found: dict[str, int] = {}
    for place, heading in enumerate(table.headings):
        field = said.get(plain_heading(heading), "")
        if field and field not in found:
            found[field] = place
    for place_, field in proposed(table.headings, form).items():
        found.setdefault(field, int(place_))
    return found


def _table(number: int, sheet: Sheet, known: Mapping[str, Sequence[str]]) -> Table | None:
    best: tuple[int, int, tuple[str, ...]] | None = None
    # As many fields as possible; then the first (headings come again on every page), then the fewest rows (a title is
    # no part of a heading).
    most = (_FEWEST, -len(sheet.rows) - _DEEPEST, 0)
    for top in range(min(len(sheet.rows), _WITHIN)):
        least = _depth(sheet, top)
        for depth in range(least, max(least, _DEEPEST) + 1):
            headings = _joined(sheet, top, depth)
            score = len({named[0] for one in headings if (named := _fields(one.split("/"), known))})
            if (score, -top - depth, -depth) > most:
                best, most = (top, depth, headings), (score, -top - depth, -depth)
    if best is None:
        return None
    top, depth, headings = best
    return Table(number, sheet.name, headings, top + depth)


def _guess(number: int, sheet: Sheet) -> Table | None:
    """Headings that name no field; None rather than somebody's data, since headings are kept in clear."""
    for top, cells in enumerate(sheet.rows[:_WITHIN]):
        if any(map(_of_person, cells)):
            return None
        if len({cell.strip() for cell in cells if cell.strip()}) >= _GUESS:
            depth = _depth(sheet, top)
            headings = _joined(sheet, top, depth)
            first = top + depth
            return Table(number, sheet.name, headings, first) if _heads(headings, sheet.rows[first:]) else None
    return None


def _heads(headings: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether words stand above rows as headings do: no number, never said again below, numbers of people under one."""
    found = False
    for place, words in enumerate(headings):
        cells = [row[place].strip() for row in below[:_WITHIN] if place < len(row)] if words else []
        if words.isdecimal() or words in cells:
            return False
        found = found or any(map(_of_person, cells))
    return found


def _of_person(cell: str) -> bool:
    return _NUMBER.fullmatch("".join(cell.split()).replace("-", "")) is not None


def _depth(sheet: Sheet, top: int) -> int:
    """How many rows a heading takes that stands merged over several."""
    tall = [last - first + 1 for first, _a, last, _b in sheet.merged if first == top]
    return min(max(tall, default=1), _DEEPEST)


def _joined(sheet: Sheet, top: int, depth: int) -> tuple[str, ...]:
    rows = [list(cells) for cells in sheet.rows[top : top + depth]]
    width = max((len(cells) for cells in rows), default=0)
    for cells in rows:
        cells += [""] * (width - len(cells))
    for first, left, last, right in sheet.merged:
        if top <= first and last < top + depth:
            words = rows[first - top][left] if left < width else ""
            for row in range(first - top, last - top + 1):
                rows[row][left : right + 1] = [words] * (min(right + 1, width) - left)
    headings = []
    for place in range(width):
        parts = [" ".join(cells[place].split())[:_LONGEST].replace("/", "、") for cells in rows]
        headings.append("/".join(dict.fromkeys(filter(None, parts))))
    return tuple(headings)


def _fields(parts: Sequence[str], known: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """What a heading of one or several rows may name: both together, else the lower, else the upper."""
    words = [plain_heading(one) for one in parts if one]
    tried = ("".join(words), *reversed(words))
    return next((known[one] for one in tried if one in known), ())
