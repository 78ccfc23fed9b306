"""What is taken away as a file: the official ledger, masked or in full."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.books import XLSX
from nuandong.kernel.clock import local_date
from nuandong.relief.copies import take_copy
from nuandong.relief.exporting import Taken, masked_ledger, plain_ledger
from nuandong.relief.forms.library import OFFICIAL, forms
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief.forms import TakeForm, WhyForm
from nuandong.web.regions import region_choices


@dataclass(frozen=True, slots=True)
class Asked:
    """Which official ledger: a region (12-digit code) with its name, and the year its season begins in."""

    region: int
    season: int
    place: str


@require_safe
def written(request: SignedRequest) -> HttpResponse | FileResponse:
    """The official ledger of a region and season, masked."""
    asked = _asked(request)
    if asked is None:
        return redirect("relief-ledgers")
    return _file(masked_ledger(by=request.actor, now=request.now, region=asked.region, season=asked.season), asked)


@require_http_methods(["GET", "POST"])
def written_plain(request: SignedRequest) -> HttpResponse | FileResponse:
    """Why it is taken in full, then the file itself; the same press twice gives it once."""
    asked = _asked(request)
    if asked is None:
        return redirect("relief-ledgers")
    form = WhyForm(posted(request))
    made: list[Taken] = []

    def do(data: dict[str, Any]) -> UUID:
        made.append(
            plain_ledger(
                by=request.actor, now=request.now, region=asked.region, season=asked.season, reason=data["reason"]
            )
        )
        return made[0].id

    if request.method == "POST" and attempt(request, form, "relief.plain_ledger", do) is not None:
        if made:
            return _file(made[0], asked)
        form.add_error(None, _("这张一览表已经取出，请看下载的文件；要再取一次，请刷新页面重新填写。"))
    context = {
        "form": form,
        "title": _("取出完整号码的一览表"),
        "lead": _("姓名、证件号码、电话、住址都是完整的；谁、何时、为什么取出留有记录。"),
        "submit": _("取出并下载"),
        "icon": "download",
        "back": reverse("relief-ledgers"),
        "facts": [
            (_("表样"), forms()[OFFICIAL].title),
            (_("地区"), asked.place),
            (_("年度"), str(asked.season)),
        ],
        "crumbs": [(_("救助台账"), reverse("relief-ledgers"))],
    }
    return render(request, "act.html", context, status=STATUS_REFUSED if form.is_bound else 200)


@require_safe
def copy(request: SignedRequest, ledger_id: UUID) -> FileResponse:
    """The uploaded sheet with what is wrong beside each cell."""
    row, data = take_copy(by=request.actor, now=request.now, ledger=ledger_id)
    name = f"{row.name.rpartition('.')[0] or row.name}-{_('核对结果')}.xlsx"
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=XLSX)


def _asked(request: SignedRequest) -> Asked | None:
    today = local_date(request.now)
    form = TakeForm(request.GET)
    form.fields["region"].choices = region_choices(  # type: ignore[attr-defined]
        request.actor, today, deepest=Level.VILLAGE, whole=True
    )
    if not form.is_valid():
        return None
    data = form.cleaned_data
    return Asked(data["region"], data["season"], _place(data["region"], today))


def _place(region: int, today: date) -> str:
    return divisions.name_path(region, today, top=Level.COUNTY).replace("/", "")


def _file(taken: Taken, asked: Asked) -> FileResponse:
    name = f"{forms()[OFFICIAL].title}-{asked.place}-{asked.season}.xlsx"
    return FileResponse(taken.file, as_attachment=True, filename=name, content_type=XLSX)
