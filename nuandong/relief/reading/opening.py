"""Runs in a limited child process: a workbook or a CSV file opened as sheets of text. Bad input is a result, never an
error."""

import io
import marshal
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from nuandong.kernel.errors import Invalid
from nuandong.kernel.office import CONTENT_TYPES, RefusedError, check_names, check_part, parsed
from nuandong.kernel.sheets import UTF16, decoded, read_grid

MAX_COLUMNS: Final = 100
MAX_SHEETS: Final = 200
MAX_CELL: Final = 1000
MAX_CELLS: Final = 3_000_000
"""Filled ones of a whole book: a hundred thousand rows of thirty columns, some 300 MB for whoever asked."""
MAX_UNPACKED: Final = 400 * 1024 * 1024
MAX_PARTS: Final = 2000
MAX_RATIO: Final = 120
"""How many times a large part may unpack: tables of repeated words come to 30, bombs to a thousand."""
LARGE: Final = 8 * 1024 * 1024
_EXACT: Final = 10**15
"""From here on a spreadsheet keeps fifteen digits of a number and drops the rest."""
_NO_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
"""Bytes that no file of separated values has."""
_TEXT_REFUSALS: Final = {"sheet_too_long": "too_long", "sheet_too_big": "too_big"}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, CalamineError, KeyError, IndexError, ValueError, OSError,
    EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
NO_VALUE: Final = "#公式"
"""Stands in a cell whose formula came without a value."""
FAULT: Final = "#错误"
"""Stands in a cell whose formula failed."""
_HIDDEN: Final = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_CELL: Final = rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*'
_NOTHING: Final = rb"(?:<(?:\w+:)?v(?:\s*/>|>\s*</(?:\w+:)?v>)\s*)?"
_VALUELESS: Final = re.compile(_CELL + rb">\s*<(?:\w+:)?f\b[^<]*(?:/>|</(?:\w+:)?f>)\s*" + _NOTHING + rb"</(?:\w+:)?c>")
_FAULTY: Final = re.compile(_CELL + rb'\bt="e"')
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class Sheet:
    """One visible sheet: every row as text from the first on, so that row n of the list is row n + 1 of the sheet.

    `merged` are (first row, first column, last row, last column) from 0; `hidden` are row numbers as the sheet shows
    them.
    """

    name: str
    rows: list[list[str]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden: frozenset[int] = frozenset()

    def __getstate__(self) -> tuple[Any, ...]:
        # A pickle remembers each of two million cells, in case it comes again.
        return self.name, marshal.dumps(self.rows, 2), self.merged, self.hidden

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.name, rows, self.merged, self.hidden = state
        self.rows = marshal.loads(rows)  # noqa: S302  written by our own child


@dataclass(slots=True)
class Book:
    """What was read, or why nothing was. `hides_known`: whether the kind of file tells which rows are hidden."""

    sheets: list[Sheet] = field(default_factory=list)
    hidden_sheets: int = 0
    hides_known: bool = True
    refusal: str = ""


def may_be_book(data: bytes) -> bool:
    """Whether a file begins like a workbook or is a text; the rest shows when it is opened."""
    if data.startswith((_ZIP, _OLE)):
        return True
    try:
        decoded(data)
    except Invalid:
        return False
    return data.startswith(UTF16) or _NO_TEXT.search(data) is None


def open_book(data: bytes, max_rows: int) -> Book:
    """The visible sheets of a workbook (.xlsx, .xls) with `max_rows` rows at most, all of them together; separated
    values (UTF-8, UTF-16 or GB18030) are one sheet."""
    try:
        parts: Mapping[str, bytes] = {}
        if data.startswith(_ZIP):
            parts = _checked(data)
        elif not data.startswith(_OLE):
            return _separated(data, max_rows)
        return _read(data, parts, max_rows)
    except RefusedError as error:
        return Book(refusal=str(error))
    except PasswordError:
        return Book(refusal="locked")
    except _BROKEN:
        return Book(refusal="unreadable")


def _separated(data: bytes, max_rows: int) -> Book:
    if not may_be_book(data):
        raise RefusedError("kind")
    try:
        rows = read_grid(data, max_rows=max_rows)
    except Invalid as error:
        raise RefusedError(_TEXT_REFUSALS.get(error.code, "kind")) from error
    if all(len(cells) < 2 for cells in rows):
        raise RefusedError("kind" if any(rows) else "empty")
    if _longest(rows) > MAX_CELL:
        raise RefusedError("long_cell")
    if sum(len(cells) - cells.count("") for cells in rows) > MAX_CELLS:
        raise RefusedError("too_full")
    return Book([Sheet("CSV", rows)])


def _checked(data: bytes) -> Mapping[str, bytes]:
    """The sheets of an archive by the name people gave them, once nothing in it is hostile."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise RefusedError("too_big")
        if any(e.file_size > LARGE and e.file_size > MAX_RATIO * max(e.compress_size, 1) for e in entries):
            raise RefusedError("bomb")
        check_names(entry.filename for entry in entries)
        for entry in entries:
            if entry.filename.endswith(".rels") or entry.filename == CONTENT_TYPES:
                check_part(entry.filename, archive.read(entry))
        if "xl/workbook.xml" not in archive.namelist():
            raise RefusedError("kind")
        book, links = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
        targets = {one.get("Id"): (one.get("Target") or "").removeprefix("/xl/") for one in parsed(links)}
        found = {}
        for one in parsed(book).iter(f"{_MAIN}sheet"):
            name = f"xl/{targets.get(one.get(_LINK), '')}"
            if name in archive.namelist():
                found[one.get("name") or ""] = archive.read(name)
        return found


def _read(data: bytes, parts: Mapping[str, bytes], max_rows: int) -> Book:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    book = Book(hides_known=bool(parts))
    left, room = max_rows, MAX_CELLS
    for meta in workbook.sheets_metadata[:MAX_SHEETS]:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        if meta.visible != Visible.Visible:
            book.hidden_sheets += 1
            continue
        found = workbook.get_sheet_by_name(meta.name)
        if found.end is None:
            continue
        left -= found.end[0] + 1
        if left < 0:
            raise RefusedError("too_long")
        sheet = _sheet(found, parts.get(meta.name, b""))
        room -= sum(len(cells) - cells.count("") for cells in sheet.rows)
        if room < 0:
            raise RefusedError("too_full")
        book.sheets.append(sheet)
    return book


def _sheet(found: CalamineSheet, part: bytes) -> Sheet:
    rows = []
    # The reader leaves out the empty columns before the first filled one.
    before = [""] * min(found.start[1], MAX_COLUMNS) if found.start else []
    width = MAX_COLUMNS - len(before)
    for row in found.iter_rows():
        rows.append(before + [cell if type(cell) is str else written(cell) for cell in row[:width]])
    if _longest(rows) > MAX_CELL:
        raise RefusedError("long_cell")
    for mark, pattern, hint in ((NO_VALUE, _VALUELESS, b"f>"), (FAULT, _FAULTY, b't="e"')):
        for letters, number in pattern.findall(part) if hint in part else ():
            at, column = int(number) - 1, _column(letters)
            if at < len(rows) and column < len(rows[at]):
                rows[at][column] = mark
    merged = [(a[0], a[1], b[0], b[1]) for a, b in found.merged_cell_ranges or ()]
    hidden = _HIDDEN.findall(part) if b"hidden=" in part else ()
    return Sheet(found.name, rows, merged, frozenset(map(int, hidden)))


def _longest(rows: Sequence[Sequence[str]]) -> int:
    """How long the longest cell is."""
    return max((max(map(len, cells)) for cells in rows if cells), default=0)


def _column(letters: bytes) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found - 1


def written(cell: object) -> str:
    """A cell as its typist sees it: whole numbers without a point, fifteen digits at most, days as YYYY-MM-DD.

    A number past fifteen digits stays in scientific notation: its last digits are lost, and must not look real.
    """
    match cell:
        case bool():
            return "1" if cell else "0"
        case float() | int() if abs(cell) >= _EXACT:
            return f"{cell:.14E}"
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return f"{cell:.15g}"
        case datetime() if cell.time() == time.min:
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case None:
            return ""
        case _:
            return str(cell)
