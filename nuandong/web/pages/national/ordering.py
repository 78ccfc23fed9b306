"""The order of a system's fields: moved one by one, taken from a sheet, or as it was."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.kernel.sheets import MAX_BYTES, read_grid
from nuandong.org import permissions
from nuandong.reports.actions.order_columns import order_columns
from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.national.exports import MAX_ROWS
from nuandong.reports.national.library import system_of
from nuandong.reports.national.ordering import holder, moved, of_sheet
from nuandong.reports.national.shape import System
from nuandong.reports.national.table import headings_of
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.national.choosing import known
from nuandong.web.pages.national.forms import OrderForm


@require_http_methods(["GET", "POST"])
def order(request: SignedRequest, system: str) -> HttpResponse:
    """Every field with a button up and down; each press is kept for the county at once."""
    asked = known(request, system)
    permissions.check(request.actor, RECORD, region=holder(request.actor.region))
    form = OrderForm(posted(request), request.FILES or None)
    here = reverse("national-order", args=[asked.system])

    def do(data: dict[str, Any]) -> UUID:
        columns = _columns(asked, data)
        return order_columns(by=request.actor, now=request.now, system=asked.system, columns=columns).id

    if request.method == "POST" and attempt(request, form, "reports.order_columns", do) is not None:
        if form.cleaned_data["code"]:
            return redirect(f"{here}#{form.cleaned_data['code']}")
        messages.success(request, _("顺序已保存，全县的抄录单都照此排列。"))
        return redirect(here)
    sheet = reverse("national-sheet", args=[asked.system])
    own = [one.code for one in asked.fields] != [one.code for one in system_of(asked.system).fields]
    context = {
        "form": form,
        "system": asked,
        "own": own,
        "fields": [{"field": one, "up": OrderForm(), "down": OrderForm()} for one in asked.fields],
        "back": sheet,
        "crumbs": [(_("报表"), reverse("reports")), (_("抄录单"), reverse("national")), (asked.title, sheet)],
    }
    return render(request, "national/order.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _columns(system: System, data: dict[str, Any]) -> list[str]:
    """The order that a press asks for."""
    columns = [one.code for one in system.fields]
    if data["code"] in columns:
        return moved(columns, data["code"], data["by"] or 0)
    if data["file"]:
        return of_sheet(system, headings_of(read_grid(data["file"].read(MAX_BYTES + 1), max_rows=MAX_ROWS), system))
    return [one.code for one in system_of(system.system).fields]
