"""Lists that people hand over as .xlsx, .xls, .ods or .csv: read into rows of text, columns found by their headings.

Workbooks are opened in a child process with limits on memory and time (`sheet_child`). Rows keep the numbers
the person sees in the spreadsheet, for errors that name them.
"""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 100
_MAX_UNPACKED: Final = 400 * 1024 * 1024
_MAX_CELL: Final = 10_000
_TIMEOUT_SECONDS: Final = 90
_HEADING_WITHIN: Final = 10
_CHILD: Final = Path(__file__).with_name("sheet_child.py")
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins; no other text does."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it, and its cells by column name; an absent column is ""."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_rows(
    data: bytes, columns: Mapping[str, Sequence[str]], *, required: Sequence[str], max_rows: int = MAX_ROWS
) -> list[Row]:
    """Read a spreadsheet or CSV file; `columns` maps our names to the headings people use for them.

    Headings are looked for in the first ten rows and compared without spaces, notes in brackets and case; further
    columns are ignored, empty rows skipped, cells trimmed. Raises `Invalid` for anything that cannot be read: over
    20 MB or `max_rows` rows, no table, a broken or hostile file, or a missing required column (which it names).
    """
    grid = read_grid(data, max_rows=max_rows)
    places, first = _find_heading(grid, columns, required)
    rows = []
    for number, cells in enumerate(grid[first:], start=first + 1):
        found = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        if any(found.values()):
            rows.append(Row(number, found))
    return rows


def read_grid(data: bytes, *, max_rows: int = MAX_ROWS) -> list[list[str]]:
    """Every row of the first sheet as text, headings and titles included, as far as anything stands in it.

    Raises `Invalid` as `read_rows` does, but for headings, which it does not look for.
    """
    if len(data) > MAX_BYTES:
        raise _refused("sheet_too_big", _("文件太大，最多 20 MB。"), _("请分成几个文件导入。"))
    return _read_workbook(data, max_rows) if data.startswith((_ZIP, _OLE)) else _read_csv(data, max_rows)


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula, however it is opened, saved as CSV and opened again."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain_heading(heading: str) -> str:
    """A heading as headings are compared: without spaces, marks and notes in brackets, lower case."""
    return _plain(heading)


def _read_workbook(data: bytes, max_rows: int) -> list[list[str]]:
    if data.startswith(_ZIP):
        _check_archive(data)
    try:
        # The child is this package's own file; nothing of the input reaches the command line.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_CHILD), str(max_rows + _HEADING_WITHIN), str(MAX_COLUMNS)],
            input=data,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
            env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise _unreadable() from error
    if done.returncode != 0:
        raise _unreadable()
    return _bounded((json.loads(line) for line in done.stdout.splitlines()), max_rows)


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _unreadable() from error
    if unpacked > _MAX_UNPACKED:
        raise _unreadable()


def _read_csv(data: bytes, max_rows: int) -> list[list[str]]:
    text = decoded(data)
    if "\0" in text:
        raise _unreadable()
    head = text[:4096]
    delimiter = max(",;\t", key=head.count)
    try:
        return _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), max_rows)
    except csv.Error as error:
        raise _unreadable() from error


def decoded(data: bytes) -> str:
    """A text as spreadsheets write it. Raises `Invalid` for bytes that are none."""
    # Excel in China writes CSV in GB18030 unless told otherwise, and "Unicode text" in UTF-16.
    for encoding in ("utf-16",) if data.startswith(UTF16) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable()


def _bounded(rows: Iterator[list[str]], max_rows: int) -> list[list[str]]:
    grid: list[list[str]] = []
    for row in rows:
        if len(grid) > max_rows + _HEADING_WITHIN - 1:
            raise _refused(
                "sheet_too_long",
                _("行数太多，最多 %(max_rows)d 行。"),
                _("请分成几个文件导入，并删去表格下方的空行。"),
                max_rows=max_rows,
            )
        if any(len(cell) > _MAX_CELL for cell in row):
            raise _unreadable()
        grid.append(row[:MAX_COLUMNS])
    return grid


def _find_heading(
    grid: list[list[str]], columns: Mapping[str, Sequence[str]], required: Sequence[str]
) -> tuple[dict[str, int], int]:
    wanted = {_plain(heading): name for name, headings in columns.items() for heading in (*headings, name)}
    best: dict[str, int] = {}
    after = 0
    for index, cells in enumerate(grid[:_HEADING_WITHIN]):
        found: dict[str, int] = {}
        for place, cell in enumerate(cells):
            name = wanted.get(_plain(cell))
            if name is not None:
                found.setdefault(name, place)
        if len(found) > len(best):
            best, after = found, index + 1
    missing = [columns[name][0] for name in required if name not in best]
    if missing:
        raise _refused(
            "sheet_columns_missing",
            _("表头缺少这些列：%(missing)s。"),
            _("请在前十行内写好表头，列名与模板一致，每列只占一格。"),
            missing="、".join(missing),
        )
    return best, after


def _plain(heading: str) -> str:
    """Without spaces, marks of required columns and notes in brackets, lower case."""
    text = "".join(halfwidth(heading).lower().split()).lstrip("*").rstrip("*:")
    return text.split("(", 1)[0] or text


def _unreadable() -> Invalid:
    return _refused(
        "sheet_unreadable",
        _("文件打不开，或不是表格文件。"),
        _("请用 Excel 或 WPS 另存为 .xlsx 或 CSV 后再导入。"),
    )


def _refused(code: str, message: str, advice: str, **params: object) -> Invalid:
    return Invalid(code, message, advice, field="file", **params)
