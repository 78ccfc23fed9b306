"""Runs in a limited child process: a copy of somebody's sheet with what is wrong beside the cells it stands in."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from nuandong.kernel.sheets import inert
from nuandong.relief.reading.opening import Book, open_book

AUTHOR: Final = "核对"
_ANNOTATED: Final = 20_000
"""Longer sheets are written anew: the library that keeps the layout takes a minute for a hundred thousand rows."""
_COLOURS: Final = {True: "F8CBAD", False: "FFE699"}
_WIDTH, _HEIGHT = 260, 90
_MOST_COLUMNS: Final = 120


@dataclass(frozen=True, slots=True)
class Note:
    """What is said at one row: `column` from 0, or -1 for the row as a whole."""

    sheet: str
    number: int
    column: int
    words: str
    error: bool


@dataclass(frozen=True, slots=True)
class Copied:
    """The copy, or why there is none."""

    data: bytes = b""
    refusal: str = ""


def annotated(data: bytes, notes: Sequence[Note], heading: str, max_rows: int) -> Copied:
    """The copy as a workbook (.xlsx): values instead of formulas, each note as a comment and in a last column."""
    book = open_book(data, max_rows)
    if book.refusal:
        return Copied(refusal=book.refusal)
    told: dict[str, dict[int, list[Note]]] = {}
    for note in notes:
        told.setdefault(note.sheet, {}).setdefault(note.number, []).append(note)
    short = sum(len(sheet.rows) for sheet in book.sheets) <= _ANNOTATED
    if data.startswith(b"PK") and short:
        return Copied(_kept(data, book, told, heading))
    return Copied(_anew(book, told, heading))


def _kept(data: bytes, book: Book, told: Mapping[str, Mapping[int, Sequence[Note]]], heading: str) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    values = {sheet.name: sheet.rows for sheet in book.sheets}
    first = next((name for name in values if told.get(name)), next(iter(values), ""))
    for sheet in workbook.worksheets:
        rows = values.get(sheet.title, [])
        # Every cell there is, hidden sheets and far columns too; walking the rows would make those between.
        for cell in list(sheet._cells.values()):
            _settle(cell, rows)
        # Two sheets picked at once would be changed together.
        for view in sheet.views.sheetView:
            view.tabSelected = sheet.title == first
        if sheet.title == first:
            workbook.active = sheet
        last = min(sheet.max_column, _MOST_COLUMNS) + 1
        notes = told.get(sheet.title, {})
        if notes:
            sheet.cell(max(min(notes) - 1, 1), last).value = heading
        for number, several in notes.items():
            sheet.cell(number, last).value = _all(several)
            for column, here in _by_column(several).items():
                cell = sheet.cell(number, column + 1)
                comment = Comment(_all(here), AUTHOR, width=_WIDTH, height=_HEIGHT)
                if not hasattr(cell, "column_letter"):
                    continue  # a cell inside a merged one holds nothing
                cell.comment = comment
                colour = _COLOURS[any(one.error for one in here)]
                cell.fill = PatternFill("solid", start_color=colour, end_color=colour)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _settle(cell: Any, rows: Sequence[Sequence[str]]) -> None:
    """A formula becomes the value it had, nothing where none was read; a text that could become one is made inert."""
    if cell.data_type == "f":
        row, column = cell.row - 1, cell.column - 1
        known = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        cell.value = None
        cell.value = inert(known)
        cell.data_type = "s"
    elif cell.data_type == "s" and isinstance(cell.value, str) and inert(cell.value) != cell.value:
        cell.value = inert(cell.value)


def _anew(book: Book, told: Mapping[str, Mapping[int, Sequence[Note]]], heading: str) -> bytes:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False})
    fills = {error: workbook.add_format({"bg_color": f"#{colour}"}) for error, colour in _COLOURS.items()}
    for sheet in book.sheets:
        page = workbook.add_worksheet()
        page.name = sheet.name[:31]
        last = max(map(len, sheet.rows), default=0)
        notes = told.get(sheet.name, {})
        first = min(notes, default=0)
        for number, cells in enumerate(sheet.rows, start=1):
            here = _by_column(notes.get(number, ()))
            for column, text in enumerate(cells):
                marked = here.get(column)
                if text or marked:
                    fill = fills[any(one.error for one in marked)] if marked else None
                    page.write_string(number - 1, column, inert(text), fill)
                if marked:
                    page.write_comment(number - 1, column, _all(marked), {"author": AUTHOR})
            if number in notes:
                page.write_string(number - 1, last, _all(notes[number]))
            elif number == first - 1:
                page.write_string(number - 1, last, heading)
    workbook.close()
    return target.getvalue()


def _by_column(notes: Sequence[Note]) -> dict[int, list[Note]]:
    found: dict[int, list[Note]] = {}
    for one in notes:
        if one.column >= 0:
            found.setdefault(one.column, []).append(one)
    return found


def _all(notes: Sequence[Note]) -> str:
    return "\n".join(dict.fromkeys(one.words for one in notes))
