"""The steps of a report: begin, fill in, sign, send back, send up, correct."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.geo import selectors as divisions
from nuandong.kernel.errors import NotFound
from nuandong.org import permissions
from nuandong.reports import keeping, selectors
from nuandong.reports.actions.correct_report import correct_report
from nuandong.reports.actions.fill_report import fill_report
from nuandong.reports.actions.send_back import send_back
from nuandong.reports.actions.sign_report import sign_report
from nuandong.reports.actions.start_report import DRAFT, start_report
from nuandong.reports.actions.submit_report import submit_report
from nuandong.reports.checking import warnings
from nuandong.reports.library import definition_of
from nuandong.reports.papers import composing
from nuandong.reports.rhythm import due_at, term_at
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.reports import forms, saying
from nuandong.web.regions import code_of
from nuandong.web.wording import written_moment

if TYPE_CHECKING:
    from nuandong.reports.models import Report

Data = dict[str, Any]


@require_http_methods(["GET", "POST"])
def start(request: SignedRequest) -> HttpResponse:
    """Begin the report of a period; which one, the list's address says."""
    code, region = request.GET.get("report", ""), code_of(request.GET.get("region"))
    try:
        definition = definition_of(code).definition
        first = date.fromisoformat(request.GET.get("first", ""))
    except (NotFound, ValueError):
        raise Http404 from None
    term = term_at(definition, first)
    if term is None or region is None:
        raise Http404
    permissions.check(request.actor, DRAFT, region=region)

    def do(_data: Data) -> UUID:
        return start_report(by=request.actor, now=request.now, report=code, region=region, first=first).id

    return form_page(
        request,
        PageForm(posted(request)),
        "reports.start_report",
        do,
        title=_("开始填报"),
        back=reverse("reports"),
        done=_("已开始填报，数据按工作日志自动统计。"),
        leads_to=lambda made: reverse("report-view", args=[made]),
        submit=_("开始填报"),
        icon="edit",
        crumbs=[(_("报表"), reverse("reports"))],
        facts=[
            (_("报表"), definition.title),
            (_("报告期"), composing.term_words(term.first, term.last)),
            (_("地区"), divisions.name_path(region, term.last)),
            (_("报送时限"), written_moment(due_at(definition.rhythm, term))),
        ],
    )


@require_http_methods(["GET", "POST"])
def fill(request: SignedRequest, report_id: UUID) -> HttpResponse:
    """What no event says: numbers with the name of who entered them, and the words of the report."""
    row = selectors.report(report_id, by=request.actor)
    definition = definition_of(row.report).definition
    form = forms.FillForm(posted(request), definition=definition, content=keeping.content_of(row))

    def do(data: Data) -> UUID:
        values = {place: data[name] for name, place in form.places.items()}
        texts = {code: data[code] for code in form.passages}
        return fill_report(by=request.actor, now=request.now, report=row.id, values=values, texts=texts).id

    return _page(
        request,
        row,
        form,
        "fill_report",
        do,
        title=_("填写报表"),
        done=_("已保存。"),
        submit=_("保存"),
        template="reports/fill.html",
        lead=_("由工作日志统计的数据不能在这里改；没有来源的数据手工填写，并记下填写人。"),
    )


@require_http_methods(["GET", "POST"])
def sign(request: SignedRequest, report_id: UUID) -> HttpResponse:
    """The leader's signature on what stands there now."""
    row = selectors.report(report_id, by=request.actor)
    content = keeping.content_of(row)
    found = saying.warning_words(warnings(definition_of(row.report).definition, content))
    form = forms.SignForm(posted(request), initial={"digest": content.digest()})
    return _page(
        request,
        row,
        form,
        "sign_report",
        lambda data: sign_report(by=request.actor, now=request.now, report=row.id, digest=data["digest"]).id,
        title=_("签批报表"),
        done=_("已签批，可以报送。"),
        submit=_("签批"),
        icon="signature",
        template="reports/sign.html",
        lead=_("签批后数据封存，不再变化。"),
        warnings=found,
    )


@require_http_methods(["GET", "POST"])
def back(request: SignedRequest, report_id: UUID) -> HttpResponse:
    """Take the signature off again."""
    row = selectors.report(report_id, by=request.actor)
    return _page(
        request,
        row,
        forms.ReasonForm(posted(request)),
        "send_back",
        lambda data: send_back(by=request.actor, now=request.now, report=row.id, reason=data["reason"]).id,
        title=_("退回报表"),
        done=_("已退回，数据重新统计。"),
        submit=_("退回"),
        danger=True,
        icon="arrow-back-up",
    )


@require_http_methods(["GET", "POST"])
def submit(request: SignedRequest, report_id: UUID) -> HttpResponse:
    """Send it up as it was signed."""
    row = selectors.report(report_id, by=request.actor)
    return _page(
        request,
        row,
        PageForm(posted(request)),
        "submit_report",
        lambda _data: submit_report(by=request.actor, now=request.now, report=row.id).id,
        title=_("报送报表"),
        done=_("已报送并封存。"),
        submit=_("报送"),
        icon="send",
        lead=_("报送后不能修改，只能更正：更正是一个新的版本，逐项列出差异。"),
    )


@require_http_methods(["GET", "POST"])
def correct(request: SignedRequest, report_id: UUID) -> HttpResponse:
    """Begin a new version of what went up."""
    row = selectors.report(report_id, by=request.actor)
    return _page(
        request,
        row,
        forms.ReasonForm(posted(request)),
        "correct_report",
        lambda data: correct_report(by=request.actor, now=request.now, report=row.id, reason=data["reason"]).id,
        title=_("更正报表"),
        done=_("已建立更正版本，请核对差异后签批、报送。"),
        submit=_("开始更正"),
        icon="edit",
        lead=_("原来报送的版本保持不变。"),
        leads_to=lambda made: reverse("report-view", args=[made]),
    )


def _page(
    request: SignedRequest, row: "Report", form: PageForm, name: str, do: Callable[[Data], UUID], **context: Any
) -> HttpResponse:
    """The page of one step of a report."""
    title = definition_of(row.report).definition.title
    here = reverse("report-view", args=[row.id])
    return form_page(
        request,
        form,
        f"reports.{name}",
        do,
        back=here,
        crumbs=[(_("报表"), reverse("reports")), (title, here)],
        facts=[
            (_("报表"), title),
            (_("报告期"), composing.term_words(row.first_day, row.last_day)),
            (_("版本"), _("第 %(n)d 版") % {"n": row.version}),
            (_("报送时限"), written_moment(row.due_at)),
        ],
        **context,
    )
