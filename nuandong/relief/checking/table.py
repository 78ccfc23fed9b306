"""Every cell of a ledger read under its field, column by column: what is said more than once is read once. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from nuandong.relief.checking.cells import READERS, TEXT_LIMIT, Rules, choice
from nuandong.relief.checking.faults import WARNINGS, Fault
from nuandong.relief.checking.places import Places
from nuandong.relief.forms.library import fields
from nuandong.relief.forms.shape import Form
from nuandong.relief.reading.opening import FAULT, NO_VALUE
from nuandong.relief.reading.rows import Rows

_MARKS: Final = {NO_VALUE: "cell_formula", FAULT: "cell_error"}
_UNREAD: Final = frozenset({"serial", "sign"})
_PARAMS: Final = {"text_too_long": {"limit": TEXT_LIMIT}}


@dataclass(slots=True)
class Read:
    """A ledger as it was understood: values by field and row (None where there is none), and what is wrong by row."""

    rows: Rows
    values: dict[str, list[Any]] = field(default_factory=dict)
    regions: list[int] = field(default_factory=list)
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    _nothing: list[Any] = field(default_factory=list)

    def fault(self, row: int, field_: str, code: str, **params: Any) -> None:
        self.faults.setdefault(row, []).append(Fault(field_, code, params))

    def column(self, name: str) -> list[Any]:
        """The values of a field; of one the sheet does not have, None in every row."""
        if name in self.values:
            return self.values[name]
        if len(self._nothing) != len(self.rows):
            self._nothing = [None] * len(self.rows)
        return self._nothing


def read_cells(rows: Rows, form: Form, rules: Rules, places: Places, sheets: Mapping[int, str]) -> Read:
    """Read every cell. `sheets` is the name of each sheet, where villages have a sheet each."""
    found = read_columns(rows, form, rules)
    _regions(found, places, sheets)
    return found


def read_columns(rows: Rows, form: Form, rules: Rules) -> Read:
    """Read every cell, of a list that belongs to no place."""
    found = Read(rows)
    for column in form.columns:
        cells = rows.cells.get(column.field)
        if cells is None or fields()[column.field].type in _UNREAD:
            continue
        found.values[column.field] = _column(found, column.field, cells, column.required, rules)
    return found


def _column(found: Read, name: str, cells: list[str], required: bool, rules: Rules) -> list[Any]:
    kind = fields()[name]
    reader = choice(kind.list) if kind.list else READERS[kind.type]
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for cell in dict.fromkeys(cells):
        value, code = _told(cell, reader, rules)
        if not code and required and value in (None, ""):
            code = "missing"
        if code:
            wrong[cell] = code
        values[cell] = None if code and code not in WARNINGS else value
    if wrong:
        for row, cell in enumerate(cells):
            if cell in wrong:
                found.fault(row, name, wrong[cell], **_PARAMS.get(wrong[cell], {}))
    return [values[cell] for cell in cells]


def _told(cell: str, reader: Callable[[str, Rules], tuple[Any, str]], rules: Rules) -> tuple[Any, str]:
    """The value of a cell, None in an empty one, and the code of what is wrong with it."""
    if not cell or cell.isspace():
        return None, ""
    mark = _MARKS.get(cell)
    return (None, mark) if mark else reader(cell, rules)


def _regions(found: Read, places: Places, sheets: Mapping[int, str]) -> None:
    """Where each row belongs: what it says, else its sheet, else its address, else the region of the ledger."""
    by_sheet = {number: places.named(name)[0] for number, name in sheets.items()}
    said, addresses = found.column("village"), found.column("address")
    seen: dict[str, tuple[int | None, str]] = {}
    for row, (village, address, sheet) in enumerate(zip(said, addresses, found.rows.sheets, strict=True)):
        code: int | None = None
        if village:
            if village not in seen:
                seen[village] = places.named(village)
            code, wrong = seen[village]
            if wrong:
                found.fault(row, "village", wrong)
        else:
            code = by_sheet[sheet] or (places.within(address) if address else None)
            if code is None and places.wide:
                found.fault(row, "village", "region_missing")
        found.regions.append(code or places.region)
