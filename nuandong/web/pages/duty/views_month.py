"""The roster of a month: the table that hangs on the wall, on paper and as a workbook."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nuandong.duty import roster
from nuandong.kernel.clock import local_date
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty import monthly
from nuandong.web.pages.duty.monthly import Entry, Group, Table
from nuandong.web.pages.duty.workbooks import download
from nuandong.web.regions import code_of


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
    table = _table(request, first)
    rows = [
        [row.words, f"{row.weekday} {row.feast}".strip(), *(_lines(groups) for _heading, groups in row.cells)]
        for row in table.rows
    ]
    return download(_title(first), [_("日期"), _("星期"), *table.columns], rows)


def _lines(groups: Sequence[Group]) -> str:
    return "\n".join(f"{group.hole or group.names} {group.hours}" for group in groups)


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
