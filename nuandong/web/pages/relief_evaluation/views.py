"""Look at a season's evaluation, write it, sign it, take it as a Word document."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.org import permissions
from nuandong.relief import selectors_evaluation as selectors
from nuandong.relief import selectors_season
from nuandong.relief.actions.write_evaluation import PARTS, SIGN, WRITE, sign_evaluation, write_evaluation
from nuandong.reports.papers import document as papers
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.seasons import crumbs
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.pages.relief_evaluation import forms, showing

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def evaluation(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """The newest with its figures, the ones before it below."""
    season = selectors_season.season(season_id, by=request.actor)
    rows = selectors.evaluations(season, by=request.actor)
    newest = rows[0] if rows else None
    open_draft = newest is not None and newest.signed_at is None
    context: dict[str, Any] = {
        "season": season,
        "season_title": title_of(season),
        "crumbs": crumbs(season),
        "row": newest,
        "others": rows[1:],
        "may_write": permissions.allows(request.actor, WRITE, region=season.region),
        "may_sign": open_draft and permissions.allows(request.actor, SIGN, region=season.region),
        "own": newest is not None and newest.drafted_by == request.actor.staff,
    }
    if newest is not None:
        context["lines"] = showing.lines(showing.figures_of(newest), season)
        context["parts"] = showing.parts(newest)
    return render(request, "relief_evaluation/evaluation.html", context)


@require_http_methods(["GET", "POST"])
def write(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Begin a draft, or go on with the one there is; after a signed one, its words are where one starts."""
    season = selectors_season.season(season_id, by=request.actor)
    rows = selectors.evaluations(season, by=request.actor)
    start: dict[str, Any] = {}
    if rows:
        last = rows[0]
        start = {name: getattr(last, name) for name in ("affected_persons", *PARTS)}
        start["targets"] = forms.lines(last.targets)
    form = forms.EvaluationForm(posted(request), initial=start)

    def do(data: dict[str, Any]) -> UUID:
        return write_evaluation(by=request.actor, now=request.now, season=season.id, said=form.said(data)).id

    return form_page(
        request,
        form,
        "relief.write_evaluation",
        do,
        title=_("起草绩效评估"),
        lead=_("数字由系统从记录中统计，这里填写受灾人数、绩效目标和文字。由另一人签发后数字固定。"),
        submit=_("保存草稿"),
        back=reverse("relief-evaluation", args=[season.id]),
        done=_("草稿已保存，请由负责人签发。"),
        crumbs=crumbs(season),
    )


@require_http_methods(["GET", "POST"])
def sign(request: SignedRequest, evaluation_id: UUID) -> HttpResponse:
    """A second person signs what was read."""
    row = selectors.evaluation(evaluation_id, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        return sign_evaluation(by=request.actor, now=request.now, evaluation=row.id, seen=data["seen"]).id

    return form_page(
        request,
        forms.SignForm(posted(request), initial={"seen": row.changed_at.isoformat()}),
        "relief.sign_evaluation",
        do,
        title=_("签发绩效评估"),
        lead=_("签发后数字和文字不再变动；要更正，另起草一份。"),
        submit=_("签发"),
        icon="check",
        back=reverse("relief-evaluation", args=[row.season_id]),
        done=_("已签发。"),
        facts=[
            (_("年度"), title_of(row.season)),
            *((one["title"], f"{one['value']} {one['unit']}") for one in _told(row)),
        ],
        crumbs=crumbs(row.season),
    )


@require_safe
def document(request: SignedRequest, evaluation_id: UUID) -> HttpResponse:
    """The Word document; a draft says that it is one."""
    row = selectors.evaluation(evaluation_id, by=request.actor)
    title = title_of(row.season)
    answer = HttpResponse(papers.document(showing.paper(row, title)), content_type=_WORD)
    answer.headers["Content-Disposition"] = f"attachment; filename=evaluation-{row.season.year}-{row.number}.docx"
    return answer


def _told(row: Any) -> list[dict[str, Any]]:
    return showing.lines(showing.figures_of(row), row.season)[:10]
