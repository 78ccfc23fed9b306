"""A blank of the demo: the city's weekly table, bound to the weekly report and filled for last week."""

from datetime import datetime
from io import BytesIO
from typing import Any, Final
from uuid import UUID

import xlsxwriter

from nuandong.kernel.actors import Actor
from nuandong.reports.actions.fill_blank import fill_blank
from nuandong.reports.actions.map_blank import map_blank
from nuandong.reports.actions.upload_blank import upload_blank
from nuandong.reports.blanks import keeping
from nuandong.reports.blanks.matching import proposals
from nuandong.reports.blanks.targets import FACTS, targets_of
from nuandong.reports.library import definition_of

_LINES: Final = (
    ("街面巡查", ("街面巡查", "次"), ("夜间巡查", "次"), ("巡查点位", "个次"), ("出动人员", "人次")),
    ("救助情况", ("接到求助线索", "条"), ("劝导返家", "人次"), ("护送入站", "人次"), ("不愿接受救助", "人次")),
    ("物资发放", ("棉衣", "件"), ("棉被毛毯", "件"), ("防寒包", "个")),
    ("其他", ("宣传报道", "篇"), ("突发事件", "起")),
)


def load_blank(by: Actor, now: datetime, report: UUID) -> None:
    """Within the entered scope: upload the blank, take the proposals over, fill it from a report."""
    row = upload_blank(by=by, now=now, title="全市街面巡查救助周报", report="weekly", data=_city_table())
    grid = keeping.grid_of(keeping.blank_of(row.id).edition)
    targets = targets_of(definition_of("weekly").definition, {title: title for title in FACTS.values()})
    map_blank(by=by, now=now, blank=row.id, edition=1, seen=0, bindings=proposals(grid, targets))
    fill_blank(by=by, now=now, blank=row.id, report=report)


def _city_table() -> bytes:
    """The table as a city's office would send it: merged heads of two levels, a sum, places for names and days."""
    # A fixed day of making: the same demo is the same bytes.
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 11, 1)})  # noqa: DTZ001  the library takes days without a zone
    page = book.add_worksheet("周报")
    cell = book.add_format({"border": 1, "align": "center", "valign": "vcenter", "font_name": "宋体"})
    title = book.add_format({"bold": True, "font_size": 18, "align": "center", "font_name": "黑体"})
    page.set_column(0, 2, 14)
    page.merge_range(0, 0, 0, 4, "全市街面巡查救助情况周报", title)
    page.write(1, 0, "填报单位：")
    page.write(1, 3, "报告期：")
    for place, words in enumerate(("类别", "指标", "单位")):
        page.merge_range(2, place, 3, place, words, cell)
    page.merge_range(2, 3, 2, 4, "数量", cell)
    page.write(3, 3, "本周", cell)
    page.write(3, 4, "累计", cell)
    last = _lines(page, cell)
    page.write(last, 1, "劝导和护送合计", cell)
    page.write_formula(last, 3, "=D10+D11", cell)
    page.write_formula(last, 4, "=E10+E11", cell)
    page.write(last + 1, 0, "填报人：　　　　审核人：　　　　")
    page.write(last + 1, 3, "填报日期：    年  月  日")
    book.close()
    return target.getvalue()


def _lines(page: Any, cell: Any) -> int:
    row = 4
    for group, *lines in _LINES:
        page.merge_range(row, 0, row + len(lines) - 1, 0, group, cell)
        for words, unit in lines:
            page.write(row, 1, words, cell)
            page.write(row, 2, unit, cell)
            page.write_blank(row, 3, None, cell)
            page.write_blank(row, 4, None, cell)
            row += 1
    return row
