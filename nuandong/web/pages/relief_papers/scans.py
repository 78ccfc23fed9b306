"""Scans: uploaded, matched by the code on the paper, filed by hand where none could be read."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.files.storing import DOCUMENT_BYTES, read
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.relief import selectors_scans as selectors
from nuandong.relief import selectors_season
from nuandong.relief.actions.file_scan import drop_scan, file_scan
from nuandong.relief.actions.take_scans import Taken, take_scans
from nuandong.relief.scanning.codes import SheetKind, Target, target_of
from nuandong.relief.scanning.records import FILE
from nuandong.web import wording
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.fields import uploads
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_papers import showing
from nuandong.web.pages.relief_papers.forms import FileForm, ScansForm
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import region_choices

_SAID: Final = 5
"""Refused pages told one by one."""


@require_safe
def scans(request: SignedRequest) -> HttpResponse:
    """Everything that was uploaded; what waits to be filed first of all."""
    state, batch = request.GET.get("state", ""), uuid_cursor(request.GET.get("batch"))
    cursor = uuid_cursor(request.GET.get("after"))
    rows = selectors.scans(request.actor, state=state, batch=batch, after=cursor, limit=SIZE + 1)
    page = page_of(rows, key=lambda one: one.id, cursor=cursor)
    states = [
        ("", _("全部")),
        (selectors.UNFILED, _("待选择记录")),
        (selectors.FILED, _("已归档")),
        (selectors.DROPPED, _("不归档")),
    ]
    context = {
        "page": page,
        "lines": showing.scans(page.rows, request),
        "state": state,
        "state_box": select_box("state", states, state),
        "waiting": selectors.unfiled(request.actor),
        "may_file": permissions.allows(request.actor, FILE),
    }
    return render(request, "relief_papers/scans.html", context)


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest) -> HttpResponse:
    """Upload; what became of each page is said on the list that follows."""
    form = ScansForm(posted(request), uploads(request))
    to = target_of(request.GET.get("to", ""))
    made: list[Taken] = []

    def do(data: dict[str, Any]) -> UUID:
        files = [(one.name or "", one.read(DOCUMENT_BYTES + 1)) for one in data["sheets"]]
        made.append(take_scans(by=request.actor, now=request.now, files=files, to=to))
        return made[0].batch

    if request.method == "POST" and (batch := attempt(request, form, "relief.take_scans", do)) is not None:
        if made:
            _tell(request, made[0])
        whole = made and not made[0].made
        return redirect(reverse("relief-scans") if whole else f"{reverse('relief-scans')}?batch={batch}")
    context = {
        "form": form,
        "title": _("上传扫描件"),
        "lead": _("按纸上的二维码自动归到记录；读不出的，上传后手工选择。同一文件重复上传不会重复归档。"),
        "submit": _("上传"),
        "icon": "upload",
        "back": reverse("relief-scans"),
        "facts": [(_("没有二维码的页归到"), str(to.kind.label))] if to else [],
        "crumbs": [(_("扫描件"), reverse("relief-scans"))],
    }
    return render(request, "act.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _tell(request: SignedRequest, taken: Taken) -> None:
    filed = sum(1 for one in taken.made if one.kind)
    unread = len(taken.made) - filed
    if filed:
        messages.success(request, _("%(n)d 页已归到记录。") % {"n": filed})
    if unread:
        messages.warning(request, _("%(n)d 页没有读出二维码，请逐页选择记录。") % {"n": unread})
    if taken.known:
        messages.info(request, _("%(n)d 页以前已经上传过，没有重复归档。") % {"n": taken.known})
    for name, number, error in taken.refused[:_SAID]:
        where = _("%(name)s 第 %(n)d 页") % {"name": name, "n": number} if number else name
        messages.error(request, f"{where}：{wording.refusal(error)}")
    if len(taken.refused) > _SAID:
        messages.error(request, _("另有 %(n)d 页没有收下。") % {"n": len(taken.refused) - _SAID})


@require_http_methods(["GET", "POST"])
def scan(request: SignedRequest, scan_id: UUID) -> HttpResponse:
    """One page, with the form that files it."""
    row = selectors.scan_of(scan_id, by=request.actor)
    back = reverse("relief-scan", args=[row.id])
    context: dict[str, Any] = {
        "row": row,
        "line": showing.scans([row], request)[0],
        "crumbs": [(_("扫描件"), reverse("relief-scans"))],
    }
    if not permissions.allows(request.actor, FILE, region=row.region):
        return render(request, "relief_papers/scan.html", context)
    seasons = list(selectors_season.seasons_of(request.actor)[:5])
    form = FileForm(
        posted(request),
        records=showing.records(seasons, row.region, request),
        tables=showing.tables(seasons),
        regions=region_choices(request.actor, local_date(request.now), whole=True),
    )

    def do(data: dict[str, Any]) -> UUID:
        return file_scan(by=request.actor, now=request.now, scan=row.id, to=_target(data)).id

    return form_page(
        request,
        form,
        "relief.file_scan",
        do,
        title=_("选择记录"),
        back=f"{reverse('relief-scans')}?state=unfiled",
        leads_to=lambda _made: back,
        template="relief_papers/scan.html",
        done=_("已归档。"),
        **context,
    )


def _target(data: dict[str, Any]) -> Target:
    if data["record"]:
        kind, subject = data["record"].split(":")
        return Target(SheetKind(kind), UUID(subject))
    kind, season = data["table"].split(":")
    return Target(SheetKind(kind), UUID(season), data["region"])


@require_http_methods(["GET", "POST"])
def drop(request: SignedRequest, scan_id: UUID) -> HttpResponse:
    """Set a page aside."""
    row = selectors.scan_of(scan_id, by=request.actor)
    return form_page(
        request,
        PageForm(posted(request)),
        "relief.drop_scan",
        lambda _data: drop_scan(by=request.actor, now=request.now, scan=row.id).id,
        title=_("不归档"),
        lead=_("这一页不属于任何记录，例如拍糊了、拍重了；以后仍可以归档。"),
        submit=_("不归档"),
        back=reverse("relief-scans"),
        crumbs=[(_("扫描件"), reverse("relief-scans"))],
        danger=True,
    )


@never_cache
@require_safe
def image(request: SignedRequest, scan_id: UUID) -> HttpResponse:
    """The page itself."""
    row = selectors.scan_of(scan_id, by=request.actor)
    data, mime = read(row.file)
    return HttpResponse(data, content_type=mime)
