"""The roster of a month: the table that hangs on the wall, on paper and as a workbook."""

import io
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nuandong.duty import roster
from nuandong.kernel.clock import local_date
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty import monthly
from nuandong.web.pages.duty.monthly import Entry, Table
from nuandong.web.regions import code_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def sheet(request: SignedRequest) -> HttpResponse:
    """A month on paper, leaders in a column of their own."""
    first = _month(request)
    context = {
        "table": _table(request, first),
        "words": _title(first),
        "first": first,
        "earlier": f"{first - timedelta(days=1):%Y-%m}",
        "later": f"{first + timedelta(days=31):%Y-%m}",
        "region": request.GET.get("region", ""),
    }
    return render(request, "duty/month_sheet.html", context)


@require_GET
def workbook(request: SignedRequest) -> HttpResponse:
    """The same as a workbook; every cell is text."""
    first = _month(request)
    table, title = _table(request, first), _title(first)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        _fill(book, table, title)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    name = quote(f"{title}.xlsx")
    response["Content-Disposition"] = f"attachment; filename=\"roster.xlsx\"; filename*=UTF-8''{name}"
    return response


def _fill(book: Any, table: Table, title: str) -> None:
    head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#E4EDF6"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"})
    page = book.add_worksheet(_("值班表"))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.freeze_panes(2, 2)
    page.merge_range(
        0, 0, 0, len(table.columns) + 1, title, book.add_format({"bold": True, "size": 16, "align": "center"})
    )
    page.set_column(0, 1, 10)
    page.set_column(2, len(table.columns) + 1, 24)
    for column, words in enumerate((_("日期"), _("星期"), *table.columns)):
        page.write_string(1, column, words, head)
    for number, row in enumerate(table.rows, start=2):
        page.write_string(number, 0, row.words, cell)
        page.write_string(number, 1, f"{row.weekday} {row.feast}".strip(), cell)
        for column, (_heading, groups) in enumerate(row.cells, start=2):
            lines = [f"{group.hole or group.names} {group.hours}" for group in groups]
            page.write_string(number, column, "\n".join(lines), cell)


def _table(request: SignedRequest, first: date) -> Table:
    days = monthly.days_of(first)
    region = code_of(request.GET.get("region"))
    found = roster.days_from(first, len(days), by=request.actor, now=request.now, region=region)
    rows = (*found.posts, *found.teams)
    entries = [
        Entry(row.id, shift.leader, shift.period.lower, shift.period.upper, shift.staff.name)
        for row in rows
        for shift in row.shifts
    ]
    gaps = [(row.id, gap) for row in found.posts for gap in row.gaps if gap.end > request.now]
    return monthly.table(days, {row.id: row.title for row in rows}, entries, gaps)


def _title(first: date) -> str:
    return _("%(y)d年%(m)d月值班表") % {"y": first.year, "m": first.month}


def _month(request: SignedRequest) -> date:
    """The month asked for; a mangled address shows this one."""
    try:
        day = date.fromisoformat(f"{request.GET.get('month', '')[:7]}-01")
    except ValueError:
        day = local_date(request.now).replace(day=1)
    return min(max(day, date(2000, 1, 1)), date(2199, 12, 1))
