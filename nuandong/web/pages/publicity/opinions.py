"""Public opinion: the list and its workbook, one item, finding, verifying, answering, closing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.kernel.clock import local_date
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.publicity import catalogue
from nuandong.publicity import selectors_opinion as selectors
from nuandong.publicity.actions.answer_opinion import answer_opinion
from nuandong.publicity.actions.find_opinion import Item, find_opinion
from nuandong.publicity.actions.settle_opinion import settle_opinion
from nuandong.publicity.actions.verify_opinion import verify_opinion
from nuandong.publicity.answering import ANSWER, FIND, SETTLE
from nuandong.publicity.kinds import OpinionState, Seriousness, Verdict
from nuandong.publicity.policies import opinion as policies
from nuandong.publicity.selectors import SEE as SEE_LOG
from nuandong.publicity.selectors_opinion import Wanted
from nuandong.web import wording
from nuandong.web.form_page import form_page, posted, select_box, why_not
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.publicity import forms, showing
from nuandong.web.pages.tasks import choices
from nuandong.web.pages.tasks.exporting import MAX_ROWS, XLSX, book
from nuandong.web.pages.tasks.showing import SOON
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import region_choices

if TYPE_CHECKING:
    from nuandong.publicity.models import Opinion

_WORDS: Final = 40
COLUMNS: Final = (
    gettext_noop("舆情内容"),
    gettext_noop("来源"),
    gettext_noop("链接"),
    gettext_noop("严重程度"),
    gettext_noop("责任单位"),
    gettext_noop("地区"),
    gettext_noop("发现单位"),
    gettext_noop("发现时间"),
    gettext_noop("回应期限"),
    gettext_noop("状态"),
    gettext_noop("超期"),
    gettext_noop("核实结果"),
    gettext_noop("回应时间"),
    gettext_noop("回应内容"),
    gettext_noop("办结时间"),
    gettext_noop("编号"),
)
_ACTS: Final = {
    OpinionState.FOUND: ("opinion-verify", gettext_noop("核实"), "eye", ANSWER, policies.check_verify),
    OpinionState.VERIFIED: ("opinion-answer", gettext_noop("回应"), "message-2", ANSWER, policies.check_answer),
    OpinionState.ANSWERED: ("opinion-settle", gettext_noop("办结"), "check", SETTLE, policies.check_settle),
}
"""What comes next in each state: the page, its words and icon, whose it is, whether now."""


@require_safe
def opinions(request: SignedRequest) -> HttpResponse:
    """What is said, by whom it is answered, and where it stands."""
    wanted, after = asked(request), uuid_cursor(request.GET.get("after"))
    rows = selectors.opinions(request.actor, now=request.now, wanted=wanted, after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after)
    context = {
        "page": page,
        "lines": showing.opinion_lines(page.rows, request.now),
        "counts": selectors.counts(request.actor, now=request.now),
        "standing_box": select_box("standing", _standings(), wanted.standing),
        "serious_box": select_box("seriousness", [("", _("全部")), *Seriousness.choices], wanted.seriousness or ""),
        "unit_box": select_box("unit", [("", _("全部")), *choices.units(request.actor)], str(wanted.unit or "")),
        "words": wanted.words,
        "filtered": wanted != selectors.ALL,
        "may_find": permissions.allows(request.actor, FIND),
        "may_log": permissions.allows(request.actor, SEE_LOG),
        "soon": SOON,
    }
    return render(request, "publicity/opinions.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The same list as a workbook."""
    file = book(_("舆情台账"), COLUMNS, _cells(request, asked(request)))
    name = _("舆情台账-%(day)s") % {"day": local_date(request.now).isoformat()}
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


@require_safe
def opinion(request: SignedRequest, opinion_id: UUID) -> HttpResponse:
    """One item: what is said, what comes next, what was answered."""
    row = selectors.opinion(opinion_id, by=request.actor)
    deadline = catalogue.opinions().deadlines[Seriousness(row.seriousness)]
    context = {
        "row": row,
        "line": showing.opinion_lines([row], request.now)[0],
        "steps": showing.steps(row, request.now),
        "act": _next_act(request, row),
        "unanswered": row.state in selectors.UNANSWERED,
        "ground": wording.said(deadline.source or deadline.note),
        "timeline": showing.timeline(row, request.actor),
        "soon": SOON,
        "crumbs": _crumbs(),
    }
    return render(request, "publicity/opinion.html", context)


@require_http_methods(["GET", "POST"])
def find(request: SignedRequest) -> HttpResponse:
    """What was found where, and who has to answer it."""

    def do(data: dict[str, Any]) -> UUID:
        item = Item(
            source=data["source"],
            what=data["what"],
            link=data["link"],
            seriousness=Seriousness(data["seriousness"]),
            unit=data["unit"],
        )
        return find_opinion(by=request.actor, now=request.now, region=data["region"], item=item).id

    form = forms.OpinionForm(
        posted(request),
        choices={
            "source": [(code, wording.said(one.title)) for code, one in catalogue.opinions().sources.items()],
            "seriousness": _with_hours(),
            "region": region_choices(request.actor, local_date(request.now)),
            "unit": [("", _("请选择")), *choices.units(request.actor)],
        },
        initial={"region": request.actor.region},
    )
    return form_page(
        request,
        form,
        "publicity.find_opinion",
        do,
        title=_("登记舆情"),
        lead=_("责任单位会收到任务，按严重程度限时回应；超期的和任务一样逐级呼叫领导。"),
        back=reverse("opinions"),
        leads_to=lambda made: reverse("opinion", args=[made]),
        done=_("已登记，任务已下达。"),
        submit=_("登记"),
        icon="message-2",
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def verify(request: SignedRequest, opinion_id: UUID) -> HttpResponse:
    """Whether it is true."""
    row = selectors.opinion(opinion_id, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        verdict = Verdict(data["verdict"])
        return verify_opinion(by=request.actor, now=request.now, opinion=row.id, verdict=verdict, note=data["note"]).id

    form = forms.VerifyForm(posted(request))
    return _act(request, row, form, "publicity.verify_opinion", do, _("核实舆情"), _("已记录核实结果。"))


@require_http_methods(["GET", "POST"])
def answer(request: SignedRequest, opinion_id: UUID) -> HttpResponse:
    """What was answered, and where it stands."""
    row = selectors.opinion(opinion_id, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        return answer_opinion(
            by=request.actor, now=request.now, opinion=row.id, answer=data["answer"], link=data["link"]
        ).id

    form = forms.AnswerForm(posted(request))
    return _act(request, row, form, "publicity.answer_opinion", do, _("回应舆情"), _("已回应，等待发现单位办结。"))


@require_http_methods(["GET", "POST"])
def settle(request: SignedRequest, opinion_id: UUID) -> HttpResponse:
    """Good enough, or back to the unit."""
    row = selectors.opinion(opinion_id, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        return settle_opinion(
            by=request.actor, now=request.now, opinion=row.id, good=data["good"], note=data["note"]
        ).id

    form = forms.SettleForm(posted(request))
    facts = [(_("回应内容"), row.answer)]
    return _act(request, row, form, "publicity.settle_opinion", do, _("办结舆情"), _("已办理。"), facts)


def _act(
    request: SignedRequest,
    row: "Opinion",
    form: PageForm,
    name: str,
    do: Any,
    title: str,
    done: str,
    facts: Any = (),
) -> HttpResponse:
    """The page of one act on an item."""
    line, back = showing.opinion_lines([row], request.now)[0], reverse("opinion", args=[row.id])
    shown = [(_("舆情内容"), row.what), (_("责任单位"), line["unit"]), (_("状态"), line["state"]), *facts]
    crumbs = [*_crumbs(), (row.what, back)]
    return form_page(request, form, name, do, title=title, back=back, done=done, facts=shown, crumbs=crumbs)


def asked(request: SignedRequest) -> Wanted:
    """The filters of an address; what is mangled filters nothing."""
    query = request.GET
    seriousness, standing = query.get("seriousness", ""), query.get("standing", "")
    return Wanted(
        standing=standing if standing in dict(_standings()) else "",
        seriousness=Seriousness(seriousness) if seriousness in Seriousness.values else None,
        unit=uuid_cursor(query.get("unit")),
        words=query.get("words", "").strip()[:_WORDS],
    )


def _next_act(request: SignedRequest, row: "Opinion") -> dict[str, str] | None:
    """The one button of the page; none for whoever it is not meant for."""
    if (found := _ACTS.get(OpinionState(row.state))) is None:
        return None
    page, words, icon, permission, check = found
    if not permissions.allows(request.actor, permission, region=row.region):
        return None
    refused = why_not(lambda: check(row, request.actor))
    return {"url": reverse(page, args=[row.id]), "words": _(words), "icon": icon, "why_not": refused}


def _standings() -> list[tuple[str, Any]]:
    return [("", _("全部")), ("late", _("超期")), *OpinionState.choices]


def _with_hours() -> list[tuple[str, str]]:
    return [
        (one.value, _("%(title)s（%(hours)d 小时内回应）") % {"title": one.label, "hours": deadline.hours})
        for one, deadline in catalogue.opinions().deadlines.items()
    ]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("舆情"), reverse("opinions"))]


def _cells(request: SignedRequest, wanted: Wanted) -> Iterator[list[str]]:
    for batch in selectors.batches(request.actor, now=request.now, wanted=wanted, most=MAX_ROWS):
        for line in showing.opinion_lines(batch, request.now):
            row = line["row"]
            yield [
                row.what,
                line["source"],
                row.link,
                line["seriousness"],
                line["unit"],
                line["path"],
                line["by_unit"],
                wording.full_moment(row.found_at),
                wording.full_moment(row.task.due_at),
                line["state"],
                _("是") if line["late"] else "",
                line["verdict"],
                wording.full_moment(row.answered_at) if row.answered_at else "",
                row.answer,
                wording.full_moment(row.closed_at) if row.closed_at else "",
                str(row.id),
            ]
