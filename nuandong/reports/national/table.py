"""An export as a table: where its headings stand, what they are called, which fields they are. Pure."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.sheets import plain_heading
from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.national.shape import System

SERIAL: Final = "serial"
"""The column of the system's own number, beside its fields."""
_WITHIN: Final = 10
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Table:
    """`row` is the place of the headings in the grid, from 0; data rows keep the number the spreadsheet shows."""

    row: int
    headings: tuple[str, ...]
    grid: Sequence[Sequence[str]]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the headings in their order: exports of one kind share it."""
        return hashlib.sha256("\n".join(map(plain_heading, self.headings)).encode()).hexdigest()

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        for number, cells in enumerate(self.grid[self.row + 1 :], start=self.row + 2):
            if any(cell.strip() for cell in cells):
                yield number, cells


def table_of(grid: Sequence[Sequence[str]], system: System) -> Table:
    """Find the headings: the row among the first ten that names most of the fields, else the first with several words.

    Raises Invalid for a sheet without a row of headings and one below it.
    """
    table = headings_of(grid, system)
    if next(table.rows(), None) is None:
        raise _empty()
    return table


def headings_of(grid: Sequence[Sequence[str]], system: System) -> Table:
    """The same for a sheet that may have no more than its headings. Raises Invalid for one without."""
    known = {plain_heading(one) for words in names_of(system).values() for one in words}
    best, most = -1, 0
    for row, cells in enumerate(grid[:_WITHIN]):
        found = sum(plain_heading(cell) in known for cell in cells if cell.strip())
        if found > most:
            best, most = row, found
    if best < 0:
        several = (row for row, cells in enumerate(grid[:_WITHIN]) if sum(map(bool, cells)) >= _FEWEST)
        best = next(several, -1)
    if best < 0:
        raise _empty()
    return Table(best, tuple(cell.strip() for cell in grid[best]), grid)


def _empty() -> Invalid:
    return Invalid(
        "reports.export_empty",
        _("表里没有数据。"),
        _("请上传系统导出的表：前十行内有表头，下面每行一条。"),
        field="file",
    )


def titles_of(system: System) -> Mapping[str, str]:
    """Field → its title, the system's own number among them."""
    return {SERIAL: system.serial} | {one.code: one.title for one in system.fields}


def names_of(system: System) -> Mapping[str, tuple[str, ...]]:
    """Field → the headings it goes by in exports."""
    found = {SERIAL: (system.serial, *system.headings)}
    return found | {one.code: (one.title, *one.headings) for one in system.fields if one.kept}


def proposed(table: Table, system: System) -> dict[str, str]:
    """Place of a column → field, by the headings alone; no field twice."""
    fields = {plain_heading(word): code for code, words in names_of(system).items() for word in words}
    found: dict[str, str] = {}
    for place, heading in enumerate(table.headings):
        code = fields.get(plain_heading(heading), "") if heading else ""
        if code and code not in found.values():
            found[str(place)] = code
    return found
