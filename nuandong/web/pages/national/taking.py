"""A copy sheet in full, for the entry into the system: with a reason, once; the file says who took it and when."""

from io import BytesIO
from typing import Any
from uuid import UUID

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.geo import selectors as divisions
from nuandong.kernel.clock import SHANGHAI, local_date
from nuandong.org import selectors as org
from nuandong.reports.actions.take_sheet import MOST, Sheet, take_sheet
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.national.choosing import Choice, chosen
from nuandong.web.pages.national.forms import TakeForm
from nuandong.web.pages.tasks.exporting import XLSX


@require_http_methods(["GET", "POST"])
def take(request: SignedRequest, system: str) -> HttpResponse | FileResponse:
    """Why it is taken, then the file itself; the same press twice gives it once."""
    choice = chosen(request, system)
    form = TakeForm(posted(request))
    made: list[Sheet] = []

    def do(data: dict[str, Any]) -> UUID:
        made.append(
            take_sheet(
                by=request.actor,
                now=request.now,
                system=choice.system,
                region=choice.region,
                since=choice.since,
                until=choice.until,
                reason=data["reason"],
            )
        )
        return made[0].id

    if request.method == "POST" and attempt(request, form, "reports.take_sheet", do) is not None:
        if made:
            return _file(request, choice, made[0], form.cleaned_data["reason"])
        form.add_error(None, _("这张抄录单已经取出，请看下载的文件；要再取一次，请刷新页面重新填写。"))
    sheet = reverse("national-sheet", args=[choice.system.system])
    days = f"{choice.since} — {choice.until}" if choice.system.cases == "stay" else str(choice.until)
    context = {
        "form": form,
        "title": _("取出全名抄录单"),
        "lead": _("姓名、证件号码、电话、住址都是完整的，只用于录入系统；取出留有记录，文件上写明谁、何时取出。"),
        "submit": _("取出并下载"),
        "icon": "download",
        "back": f"{sheet}?{choice.query}",
        "facts": [
            (_("系统"), choice.system.title),
            (_("地区"), divisions.name_path(choice.region, local_date(request.now)).rpartition("/")[2]),
            (_("日期"), days),
            (_("上限"), _("%(n)d 条") % {"n": MOST}),
        ],
        "crumbs": [
            (_("报表"), reverse("reports")),
            (_("抄录单"), reverse("national")),
            (choice.system.title, sheet),
        ],
    }
    return render(request, "act.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _file(request: SignedRequest, choice: Choice, sheet: Sheet, reason: str) -> FileResponse:
    taker = org.names_of([request.actor.staff]).get(request.actor.staff, "")
    unit = org.unit_names([request.actor.unit]).get(request.actor.unit, "") if request.actor.unit else ""
    at = request.now.astimezone(SHANGHAI)
    mark = _("含完整个人信息 · %(unit)s %(who)s 于 %(at)s 取出 · %(n)d 条 · 用途：%(reason)s") % {
        "unit": unit,
        "who": taker,
        "at": f"{at:%Y-%m-%d %H:%M}",
        "n": len(sheet.cases),
        "reason": " ".join(reason.split()),
    }
    titles = [choice.system.serial, *(one.title for one in choice.system.fields)]
    lines = [[one.serial, *(one.values[field.code] for field in choice.system.fields)] for one in sheet.cases]
    parts = (choice.system.title, _("抄录单"), _("全名"), taker, f"{at:%Y%m%d-%H%M}")
    name = "-".join(part for part in parts if part)
    return FileResponse(_book(mark, titles, lines), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _book(mark: str, titles: list[str], lines: list[list[str]]) -> BytesIO:
    """Every cell text; the mark stands above the table and at head and foot of every printed page."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet(_("抄录单"))
        bold, red = book.add_format({"bold": True}), book.add_format({"bold": True, "font_color": "#B42318"})
        page.set_column(0, len(titles) - 1, 20)
        page.write_string(0, 0, mark, red)
        for column, title in enumerate(titles):
            page.write_string(1, column, title, bold)
        for row, cells in enumerate(lines, start=2):
            for column, words in enumerate(cells):
                page.write_string(row, column, words)
        page.freeze_panes(2, 0)
        page.repeat_rows(0, 1)
        # In a head or foot an ampersand begins a code, and 255 characters are the most.
        printed = mark.replace("&", "＆")[:250]
        page.set_header(f"&L{printed}")
        page.set_footer(f"&L{printed}&R&P/&N")
    target.seek(0)
    return target
