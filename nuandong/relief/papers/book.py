"""An official table as a workbook for A4: title, place, heading, rows, sums, and room for signatures and seals."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO, Final

import segno
import xlsxwriter

from nuandong.kernel.sheets import inert
from nuandong.relief.papers.table import Table
from nuandong.relief.scanning.codes import Target, code_of

_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The same table is the same file, whenever it is written."""
_A4: Final = 9
_SHEET_NAME: Final = 31
_TOP: Final = 3
_WIDE: Final = 7
"""From so many columns on a table lies across the page."""


def written(table: Table, subtitle: str, code: Target | None = None) -> BinaryIO:
    """The workbook, at its beginning. Every cell is text that cannot run. `code` is printed above the table, and brings
    the scan of the signed sheet back to its record."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE})
    page = book.add_worksheet(table.form.title[:_SHEET_NAME])
    _paper(page, len(table.heads))
    _above(book, page, table, subtitle)
    if code:
        _coded(page, code, len(table.heads) - 1)
    plain = {"border": 1, "num_format": "@", "text_wrap": True, "font_name": "宋体", "valign": "vcenter"}
    cell, number = book.add_format(plain), book.add_format(plain | {"align": "right"})
    head = book.add_format(plain | {"align": "center", "bold": True})
    for place, (title, _numbers) in enumerate(table.heads):
        page.write_string(_TOP, place, title, head)
    kinds = [number if numbers else cell for _title, numbers in table.heads]
    lines: list[Sequence[str]] = [*table.rows, *([table.totals] if table.totals else [])]
    for row, line in enumerate(lines, start=_TOP + 1):
        for place, text in enumerate(line):
            page.write_string(row, place, inert(text), kinds[place])
    _below(book, page, table, _TOP + 1 + len(lines))
    book.close()
    target.seek(0)
    return target


def _paper(page: Any, columns: int) -> None:
    page.set_paper(_A4)
    if columns >= _WIDE:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(_TOP)
    page.set_footer("&C&P / &N")
    page.set_column(0, columns - 1, 15)


def _above(book: Any, page: Any, table: Table, subtitle: str) -> None:
    last = len(table.heads) - 1
    big = book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"})
    small = book.add_format({"align": "center", "font_name": "宋体"})
    page.merge_range(0, 0, 0, last, inert(table.form.title), big)
    page.merge_range(1, 0, 1, last, inert(subtitle), small)
    page.write_string(2, 0, inert("　　".join(f"{caption}：{words}" for caption, words in table.above)))


def _coded(page: Any, code: Target, last: int) -> None:
    """Upright beside the title; a white edge belongs to the code."""
    picture = BytesIO()
    segno.make(code_of(code), error="m", micro=False).save(picture, kind="png", scale=3, border=2)
    page.set_row(0, 60)
    page.set_row(1, 24)
    page.insert_image(
        0, last, "code.png", {"image_data": picture, "object_position": 3, "x_scale": 0.8, "y_scale": 0.8}
    )


def _below(book: Any, page: Any, table: Table, start: int) -> None:
    """One box for each signature; the last row is high enough for a seal."""
    box = book.add_format({"border": 1, "valign": "top", "text_wrap": True, "font_name": "宋体"})
    last, names = len(table.heads) - 1, table.form.below
    page.set_row(start + 1, 60)
    for number, words in enumerate(names):
        first = number * (last + 1) // len(names)
        end = max(first, (number + 1) * (last + 1) // len(names) - 1)
        text = f"{words}：" if "日期" in words else f"{words}（签字、盖章）："
        if end > first:
            page.merge_range(start + 1, first, start + 1, end, text, box)
        else:
            page.write_string(start + 1, first, text, box)
