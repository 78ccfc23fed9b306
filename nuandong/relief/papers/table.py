"""A form of library/forms with its rows, sums and what stands around them: the same on paper and in a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nuandong.kernel.money import format_yuan
from nuandong.relief.forms.library import fields
from nuandong.relief.forms.shape import Column, Form

Value = str | int
Values = Mapping[str, Value]
"""Field → words, a count, or money in fen; a field that is missing is filled in by hand."""
NUMBERS: Final = frozenset({"count", "money"})


@dataclass(frozen=True, slots=True)
class Table:
    """`totals` is empty where nothing can be added up; else it has a cell for every column."""

    form: Form
    above: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]
    totals: Sequence[str]
    subjects: Sequence[str] = ()
    """The record of each row, where each has a sheet of its own."""

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Heading of each column, and whether it holds numbers."""
        return [(headed(one), _type(one) in NUMBERS) for one in self.form.written]

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        """The cells of each row, and whether each is of a column of numbers."""
        numbers = [number for _title, number in self.heads]
        return [list(zip(row, numbers, strict=True)) for row in self.rows]

    @property
    def sums(self) -> list[tuple[str, bool]]:
        """The cells of the totals in the same way."""
        return list(zip(self.totals, [number for _title, number in self.heads], strict=False))

    @property
    def blanks(self) -> frozenset[str]:
        """Columns that are written by hand on the paper."""
        return frozenset(one.title for one in self.form.written if one.field.startswith("opinion_"))


def headed(column: Column) -> str:
    return f"{column.title}（{column.unit}）" if column.unit else column.title


def made(form: Form, above: Sequence[tuple[str, str]], values: Iterable[Values], more: Values | None = None) -> Table:
    """Cells in words, sums of counts and of fen. `more` says sums that no row has."""
    columns, rows, subjects = form.written, [], []
    sums: dict[str, int] = {}
    for number, one in enumerate(values, 1):
        cells = {"serial": number, **one}
        subjects.append(str(cells.get("application", "")))
        for column in columns:
            value = cells.get(column.field)
            if _type(column) in NUMBERS and isinstance(value, int):
                sums[column.field] = sums.get(column.field, 0) + value
        rows.append([_said(column, cells.get(column.field, "")) for column in columns])
    return Table(form, above, rows, _totals(form, rows, {**sums, **(more or {})}), subjects)


def _totals(form: Form, rows: Sequence[Sequence[str]], sums: Values) -> list[str]:
    # A row for each person repeats what the household has: such columns cannot be added up.
    if form.per == "person" or not rows:
        return []
    cells = [_said(column, sums.get(column.field, "")) for column in form.written]
    free = next((place for place, text in enumerate(cells) if not text), 0)
    cells[free] = "合计"
    return cells


def _said(column: Column, value: Value) -> str:
    if isinstance(value, int) and _type(column) == "money":
        return format_yuan(value)
    return str(value)


def _type(column: Column) -> str:
    return fields()[column.field].type
