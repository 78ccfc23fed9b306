"""Upload a blank, upload its new edition, fill it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.reports import selectors as reports
from nuandong.reports.actions.fill_blank import fill_blank
from nuandong.reports.actions.upload_blank import upload_blank, upload_edition
from nuandong.reports.blanks import keeping
from nuandong.reports.blanks.reading import MAX_BYTES
from nuandong.reports.papers.composing import term_words
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.blanks.forms import BlankForm, EditionForm, FillForm

Data = dict[str, Any]


@require_http_methods(["GET", "POST"])
def upload(request: SignedRequest) -> HttpResponse:
    """A blank that a superior sent."""

    def do(data: Data) -> UUID:
        content = data["file"].read(MAX_BYTES + 1)
        return upload_blank(
            by=request.actor, now=request.now, title=data["title"], report=data["report"], data=content
        ).id

    return form_page(
        request,
        BlankForm(posted(request), request.FILES or None),
        "reports.upload_blank",
        do,
        title=_("上传上级空表"),
        lead=_("上传一次，对应一次，以后每期一键填好；版式、公式和合并的单元格原样保留。"),
        back=reverse("blanks"),
        leads_to=lambda made: reverse("blank-map", args=[made]),
        done=_("空表已保存，请核对每一格填什么。"),
        submit=_("上传"),
        icon="upload",
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def edition(request: SignedRequest, blank_id: UUID) -> HttpResponse:
    """A new edition of a blank: what moved is shown, and confirmed, before it is filled."""
    held = keeping.blank_of(blank_id)

    def do(data: Data) -> UUID:
        content = data["file"].read(MAX_BYTES + 1)
        return upload_edition(by=request.actor, now=request.now, blank=held.blank.id, data=content).id

    here = reverse("blank", args=[held.blank.id])
    return form_page(
        request,
        EditionForm(posted(request), request.FILES or None),
        "reports.upload_edition",
        do,
        title=_("上传新样式"),
        lead=_("新样式与原来的逐格对照，移动了位置的列出来，核对保存以后才能填表；以前填好的表不变。"),
        back=here,
        leads_to=lambda _made: reverse("blank-map", args=[held.blank.id]),
        done=_("新样式已保存，请核对移动了的格子。"),
        submit=_("上传"),
        icon="upload",
        crumbs=[*_crumbs(), (held.blank.title, here)],
    )


@require_http_methods(["GET", "POST"])
def fill(request: SignedRequest, blank_id: UUID) -> HttpResponse:
    """One press: a copy with the values of a report."""
    held = keeping.blank_of(blank_id)
    form = FillForm(posted(request), initial={"report": request.GET.get("report", "")})
    chosen = form.data.get("report") or request.GET.get("report", "")
    report = next((one for one in keeping.sources(held.blank) if str(one.id) == chosen), None)

    def do(data: Data) -> UUID:
        found = reports.report(data["report"], by=request.actor)
        return fill_blank(by=request.actor, now=request.now, blank=held.blank.id, report=found.id).id

    here = reverse("blank", args=[held.blank.id])
    return form_page(
        request,
        form,
        "reports.fill_blank",
        do,
        title=_("填表"),
        back=here,
        leads_to=lambda made: reverse("blank-filling", args=[made]),
        done=_("已填好，请核对后下载。"),
        submit=_("填表"),
        icon="forms",
        crumbs=[*_crumbs(), (held.blank.title, here)],
        facts=[(_("报告期"), term_words(report.first_day, report.last_day))] if report else [],
    )


def _crumbs() -> list[tuple[str, str]]:
    return [(_("报表"), reverse("reports")), (_("上级空表"), reverse("blanks"))]
