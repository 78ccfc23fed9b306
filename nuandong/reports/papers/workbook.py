"""A report as a workbook: A4, the title and heads on every printed page, page numbers, a place for the seal, charts."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from nuandong.reports.papers.paper import Cell, Drawing, Line, Paper, RedHead, Sheet

_SONG, _HEI, _TITLE = "宋体", "黑体", "方正小标宋简体"
_RED: Final = "#C7000B"
_A4: Final = 9
_BAD: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME: Final = 31
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
_CHARTS: Final = {"line": {"type": "line"}, "stack": {"type": "column", "subtype": "stacked"}}


def workbook(paper: Paper) -> bytes:
    """The file. Every table is a sheet of its own; numbers are numbers, words are never formulas."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    # The same report gives the same file.
    book.set_properties({"title": paper.title, "created": _MADE})
    styles = _styles(book)
    for number, sheet in enumerate(paper.sheets, start=1):
        page = book.add_worksheet(_name(sheet.title, number))
        row = _table(page, paper, sheet, styles)
        if number == len(paper.sheets):
            row = _passages(page, paper, len(sheet.heads) + 2, row, styles)
        _close(page, paper, len(sheet.heads) + 2, row, styles)
    if paper.drawings:
        _charts(book, paper, styles)
    book.close()
    return target.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": _SONG, "font_size": 10.5, "valign": "vcenter"}
    cell = {**base, "border": 1, "text_wrap": True}
    return {
        "title": book.add_format({**base, "font_name": _HEI, "font_size": 18, "align": "center"}),
        "red": book.add_format({**base, "font_name": _TITLE, "font_size": 26, "align": "center", "font_color": _RED}),
        "number": book.add_format({**base, "font_size": 12, "align": "center"}),
        "issuer": book.add_format({**base, "bottom": 5, "bottom_color": _RED}),
        "day": book.add_format({**base, "bottom": 5, "bottom_color": _RED, "align": "right"}),
        "above": book.add_format(base),
        "head": book.add_format({**cell, "font_name": _HEI, "align": "center", "bg_color": "#F2F2F2"}),
        "group": book.add_format({**cell, "align": "center"}),
        "words": book.add_format(cell),
        "within": book.add_format({**cell, "indent": 2}),
        "unit": book.add_format({**cell, "align": "center"}),
        "absent": book.add_format({**cell, "align": "right"}),
        "passage": book.add_format({**base, "text_wrap": True, "valign": "top"}),
        "heading": book.add_format({**base, "font_name": _HEI, "font_size": 12}),
        "whole": book.add_format({**cell, "num_format": "#,##0", "align": "right"}),
        "one": book.add_format({**cell, "num_format": "#,##0.0", "align": "right"}),
        "two": book.add_format({**cell, "num_format": "#,##0.00", "align": "right"}),
    }


def _table(page: Any, paper: Paper, sheet: Sheet, styles: dict[str, Any]) -> int:
    """Title, heads and lines; returns the next free row."""
    last = len(sheet.heads) + 2
    page.set_paper(_A4)
    if sheet.wide:
        page.set_landscape()
    page.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    before, between, after = paper.labels.page
    page.set_footer(f'&C&"{_SONG}"&9{before}&P{between}&N{after}')
    page.set_column(0, 0, 13)
    page.set_column(1, 1, 28)
    page.set_column(2, 2, 7)
    page.set_column(3, last, 13)
    head = paper.red_head if sheet is paper.sheets[0] else None
    row = _red_head(page, head, last, styles) if head else 0
    page.set_row(row, 32)
    page.merge_range(row, 0, row, last, paper.title, styles["title"])
    row += 1
    for words in paper.above:
        page.merge_range(row, 0, row, last, words, styles["above"])
        row += 1
    if len(paper.sheets) > 1:
        page.merge_range(row, 0, row, last, sheet.title, styles["heading"])
        row += 1
    for place, words in enumerate((paper.labels.group, paper.labels.item, paper.labels.unit, *sheet.heads)):
        page.write_string(row, place, words, styles["head"])
    page.set_row(row, 22)
    page.repeat_rows(row)
    page.freeze_panes(row + 1, 0)
    row = _lines(page, sheet.lines, row + 1, styles)
    if sheet.note:
        page.merge_range(row, 0, row, last, sheet.note, styles["above"])
        row += 1
    return row


def _red_head(page: Any, head: RedHead, last: int, styles: dict[str, Any]) -> int:
    """Its words, its number, who issues it and of which day, above a red line; returns the next free row."""
    page.set_row(0, 40)
    page.merge_range(0, 0, 0, last, head.words, styles["red"])
    row = 1
    if head.number:
        page.merge_range(row, 0, row, last, head.number, styles["number"])
        row += 1
    page.merge_range(row, 0, row, last // 2, head.issuer, styles["issuer"])
    page.merge_range(row, last // 2 + 1, row, last, head.day, styles["day"])
    return row + 1


def _lines(page: Any, lines: tuple[Line, ...], row: int, styles: dict[str, Any]) -> int:
    start = row
    for number, line in enumerate(lines):
        page.write_string(row, 1, line.title, styles["within" if line.within else "words"])
        page.write_string(row, 2, line.unit, styles["unit"])
        for place, cell in enumerate(line.cells, start=3):
            _number(page, row, place, cell, styles)
        row += 1
        if number + 1 == len(lines) or lines[number + 1].group != line.group:
            if row - start > 1:
                page.merge_range(start, 0, row - 1, 0, line.group, styles["group"])
            else:
                page.write_string(start, 0, line.group, styles["group"])
            start = row
    return row


def _number(page: Any, row: int, place: int, cell: Cell, styles: dict[str, Any]) -> None:
    if cell.number is None:
        page.write_string(row, place, cell.words, styles["absent"])
    elif cell.decimals:
        style = styles["one" if cell.decimals == 1 else "two"]
        page.write_number(row, place, cell.number / 10**cell.decimals, style)
    else:
        page.write_number(row, place, cell.number, styles["whole"])


def _passages(page: Any, paper: Paper, last: int, row: int, styles: dict[str, Any]) -> int:
    for title, text in paper.passages:
        page.merge_range(row + 1, 0, row + 1, last, title, styles["heading"])
        page.merge_range(row + 2, 0, row + 2, last, text, styles["passage"])
        page.set_row(row + 2, 16 * max(2, sum(len(part) // 44 + 1 for part in text.split("\n"))))
        row += 2
    return row + 1


def _close(page: Any, paper: Paper, last: int, row: int, styles: dict[str, Any]) -> None:
    row += 1
    for place, words in enumerate(paper.signatures):
        page.write_string(row + place // 2 * 2, 0 if place % 2 == 0 else max(3, last - 1), words, styles["above"])
    row += (len(paper.signatures) + 1) // 2 * 2
    for words in paper.foot:
        page.merge_range(row, 0, row, last, words, styles["above"])
        row += 1
    page.print_area(0, 0, row - 1, last)


def _charts(book: Any, paper: Paper, styles: dict[str, Any]) -> None:
    """Numbers and drawings side by side on sheets of their own."""
    for number, drawing in enumerate(paper.drawings, start=len(paper.sheets) + 1):
        if not drawing.x:
            continue  # nothing happened anywhere: no picture of it
        name = _name(drawing.title, number)
        page = book.add_worksheet(name)
        page.set_paper(_A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_column(0, len(drawing.series), 14)
        page.write_string(0, 0, "", styles["head"])
        for row, words in enumerate(drawing.x, start=1):
            page.write_string(row, 0, words, styles["words"])
        chart = book.add_chart(dict(_CHARTS.get(drawing.kind, {"type": "column"})))
        for column, series in enumerate(drawing.series, start=1):
            page.write_string(0, column, series.name, styles["head"])
            page.write_column(1, column, series.values, styles["whole"])
            last = len(drawing.x)
            chart.add_series(
                {
                    "name": [name, 0, column],
                    "categories": [name, 1, 0, last, 0],
                    "values": [name, 1, column, last, column],
                }
            )
        _dress(chart, drawing)
        page.insert_chart(0, len(drawing.series) + 2, chart)


def _dress(chart: Any, drawing: Drawing) -> None:
    chart.set_title({"name": drawing.title, "name_font": {"name": _HEI, "size": 12}})
    chart.set_legend({"none": True} if len(drawing.series) == 1 else {"position": "bottom"})
    chart.set_size({"width": 720, "height": 360})


def _name(title: str, number: int) -> str:
    """A sheet's name: no forbidden marks, not too long, and no two alike."""
    return f"{number} {title.translate(_BAD)}"[:_LONGEST_NAME].strip()
