"""A list of staff from a spreadsheet, and the empty form of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from nuandong.geo.errors import RowError
from nuandong.kernel.ids import new_id
from nuandong.org import cards, selectors
from nuandong.org.actions.import_staff import StaffImport, import_staff
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.http import SignedRequest
from nuandong.web.pages.staff.blank import blank_list
from nuandong.web.pages.staff.forms import ImportForm
from nuandong.web.pages.staff.shared import done, staff_crumbs
from nuandong.web.pages.staff.views_accounts import slips
from nuandong.web.wording import said

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ERRORS = 200
"""Rows at fault shown at once: nobody corrects more than that before trying again."""


@never_cache
def staff_import(request: SignedRequest) -> HttpResponse:
    """All or nothing: every row at fault with its number and column, or what was done and the new passwords."""
    form = ImportForm(request.POST or None, request.FILES or None)
    made: list[StaffImport] = []

    def do(data: dict[str, object]) -> UUID:
        made.append(import_staff(by=request.actor, now=request.now, data=form.cleaned_data["file"].read()))
        return new_id(request.now)

    if request.method == "POST" and attempt(request, form, "org.import_staff", do):
        back = reverse("staff")
        words = _summary(made[0]) if made else _("这份名册刚才已经导入；没有记下的初始密码请逐个重置。")
        if made and made[0].logins:
            return slips(request, made[0].logins, back=back, lead=words)
        return done(request, words, back)
    context = {
        "form": form,
        "faults": [{"row": one.row, "column": one.column, "words": _said(one)} for one in form.rows[:MOST_ERRORS]],
        "more_faults": max(0, len(form.rows) - MOST_ERRORS),
        "crumbs": staff_crumbs(),
    }
    return render(request, "staff/import.html", context, status=STATUS_REFUSED if form.errors else 200)


def staff_template(request: SignedRequest) -> HttpResponse:
    """The empty list with the headings we read, and the names of units and roles to copy from."""
    units = [unit.name for unit in cards.units_to_choose(request.actor)]
    roles = [(said(role.title), said(role.about)) for role in selectors.roles()]
    response = HttpResponse(blank_list(units, roles), content_type=XLSX)
    response["Content-Disposition"] = "attachment; filename=\"staff.xlsx\"; filename*=UTF-8''" + _FILE_NAME
    return response


_FILE_NAME = "%E4%BA%BA%E5%91%98%E5%90%8D%E5%86%8C%E6%A8%A1%E6%9D%BF.xlsx"


def _said(fault: RowError) -> str:
    return _(fault.message) % fault.params if fault.params else _(fault.message)


def _summary(done_: StaffImport) -> str:
    if not done_.any:
        return _("名册 %(rows)d 行与现有资料一致，没有变动。") % {"rows": done_.rows}
    return _(
        "名册 %(rows)d 行：新录入 %(hired)d 人，更正 %(changed)d 人，任职 %(appointed)d 个，开通账号 %(logins)d 个。"
    ) % {
        "rows": done_.rows,
        "hired": done_.hired,
        "changed": done_.changed,
        "appointed": done_.appointed,
        "logins": len(done_.logins),
    }
