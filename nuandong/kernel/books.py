"""A list written as a workbook row by row: every cell is text, nothing in it is computed."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import chain
from typing import BinaryIO, Final

from rustpy_xlsxwriter import write_worksheet

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTH: Final = 20


def book(sheet: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> BinaryIO:
    """A workbook of one sheet, at its beginning; only headings where there are no rows. No two titles are alike."""
    lines = (dict(zip(titles, row, strict=True)) for row in rows)
    # Without any row there would be no headings either.
    first = next(lines, dict.fromkeys(titles, ""))
    file = BytesIO()
    write_worksheet(chain([first], lines), file, sheet_name=sheet, freeze_row=1, bold_headers=True, column_width=_WIDTH)
    file.seek(0)
    return file
