"""Units that a sheet states for its columns: what is counted in yuan or kilograms may stand in no other unit. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth
from nuandong.relief.forms.shape import Form
from nuandong.relief.reading.layout import Layout, Table, columns_in
from nuandong.relief.reading.opening import Book

_SAME: Final = {"元": {"元", "人民币元"}, "公斤": {"公斤", "千克", "kg"}}
_OTHER: Final = {
    "元": {"万元", "千元", "百元", "亿元", "角", "分"},
    "公斤": {"斤", "市斤", "两", "克", "吨", "袋"},
}
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_STATED: Final = re.compile(r"单位:(\S*)")
_BETWEEN: Final = re.compile(r"[,、/;.。 ]|单位:|每")
_AMOUNT: Final = re.compile(r"[1-9１-９]")
_BELOW: Final = 2
"""Rows under the headings in which units may stand."""


def check_units(book: Book, layout: Layout, columns: Mapping[str, str], form: Form) -> None:
    """Raise Invalid for a column of money or weight whose heading, the row under it, or a line above the table says
    another unit than the form counts in: 3 under “万元” is not three yuan."""
    wanted = {one.field: one.unit for one in form.columns if one.unit in _OTHER}
    for table in layout.tables:
        rows = book.sheets[table.sheet].rows
        above = {unit for cells in rows[: table.first] for cell in cells for unit in _stated(cell)}
        for field, place in columns_in(table, layout.main, columns, form.form).items():
            if (unit := wanted.get(field)) is None or not _counts(rows[table.first :], place):
                continue
            said = set(_units_of(table, rows, place)) or above
            if said & _OTHER[unit] and not said & _SAME[unit]:
                raise Invalid(
                    "relief.ledger_unit",
                    _("“%(heading)s”这一列的单位是%(said)s，台账按%(unit)s计。"),
                    _("请把这一列换算成%(unit)s，改好表里写的单位后重新上传。"),
                    field="file",
                    heading=table.headings[place],
                    said="、".join(sorted(said & _OTHER[unit])),
                    unit=unit,
                )


def _counts(rows: list[list[str]], place: int) -> bool:
    """Whether a column has any amount: one that is still to be filled in may stand in any unit."""
    return any(_AMOUNT.search(row[place]) for row in rows if place < len(row))


def _units_of(table: Table, rows: list[list[str]], place: int) -> Iterator[str]:
    """What the heading says in brackets or in a row of its own, and the rows right under it as a whole cell."""
    known = set().union(*_SAME.values(), *_OTHER.values())
    parts = [halfwidth(one).lower() for one in table.headings[place].split("/")]
    below = [halfwidth(row[place]).lower() for row in rows[table.first :][:_BELOW] if place < len(row)]
    said = [*parts, *below, *(inside for one in parts + below for inside in _BRACKETS.findall(one))]
    for one in said:
        yield from (word for word in map(str.strip, _BETWEEN.split(one)) if word in known)


def _stated(cell: str) -> list[str]:
    """The units of a line like “单位：户、人、万元”."""
    return [word for found in _STATED.findall(halfwidth(cell).lower()) for word in _BETWEEN.split(found) if word]
