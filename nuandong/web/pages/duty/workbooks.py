"""A table as a workbook to be downloaded; every cell is text, so nothing in it is computed."""

import io
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, narrow: int = 2) -> HttpResponse:
    """A title, headings and rows on A4 across; the first `narrow` columns are narrow and stay in sight."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        large = book.add_format({"bold": True, "size": 16, "align": "center"})
        head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#E4EDF6"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"})
        page = book.add_worksheet()
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, 1)
        page.freeze_panes(2, narrow)
        page.merge_range(0, 0, 0, max(1, len(columns) - 1), title, large)
        page.set_column(0, narrow - 1, 12)
        page.set_column(narrow, max(narrow, len(columns) - 1), 24)
        for number, row in enumerate([columns, *rows], start=1):
            for column, words in enumerate(row):
                page.write_string(number, column, words, head if number == 1 else cell)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename=\"list.xlsx\"; filename*=UTF-8''{quote(title + '.xlsx')}"
    return response
