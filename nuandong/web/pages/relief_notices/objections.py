"""Objections for the offices: the queue, one with its answer, writing one down at the counter."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuandong.kernel.batches import batches
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.relief import noticing, selectors_noticing
from nuandong.relief import policies_notices as policies
from nuandong.relief.actions.answer_objection import answer_objection, read_contact, withdraw_objection
from nuandong.relief.actions.file_objection import ANSWER, file_objection
from nuandong.relief.actions.record_assessment import Session, record_assessment
from nuandong.relief.papers.lists import MOST_LISTED
from nuandong.relief.policies_applying import ASSESS, Ballot
from nuandong.relief.steps import ObjectionState
from nuandong.web.fields import local_minute, uploads
from nuandong.web.form_page import form_page, posted, select_box, why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief import listing
from nuandong.web.pages.relief_notices import forms, showing
from nuandong.web.pages.stays.showing import timeline
from nuandong.web.paging import page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.relief.models import Objection

SIZE: Final = 30
Data = dict[str, Any]


@require_safe
def objections(request: SignedRequest) -> HttpResponse:
    """What waits for an answer, the longest first."""
    state = _state(request)
    after = uuid_cursor(request.GET.get("after"))
    rows = selectors_noticing.objections(request.actor, states=[state], after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after, size=SIZE)
    context = {
        "page": page,
        "lines": showing.objection_lines(page.rows, request.now),
        "state_box": select_box("state", ObjectionState.choices, state.value),
        "filtered": "state" in request.GET,
        "crumbs": [(_("公示"), reverse("relief-notices"))],
    }
    return render(request, "relief_notices/objections.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The same list as a workbook, without a word of who objected."""
    by, state = request.actor, _state(request)
    found = batches(
        lambda after, limit: selectors_noticing.objections(by, states=[state], after=after, limit=limit),
        lambda row: row.id,
        most=MOST_LISTED,
    )
    rows = (cells for batch in found for cells in showing.objection_cells(batch, request.now))
    return listing.workbook(request, "objections", _("公示异议"), showing.OBJECTION_COLUMNS, rows, None)


def _state(request: SignedRequest) -> ObjectionState:
    asked = request.GET.get("state", "")
    return ObjectionState(asked) if asked in ObjectionState.values else ObjectionState.OPEN


@require_safe
def objection(request: SignedRequest, objection_id: UUID) -> HttpResponse:
    """One objection, without a word of who made it."""
    row = _row(request, objection_id)
    words, answered = selectors_noticing.words_of(row)
    meeting = bool(selectors_noticing.has_meeting([row]))
    context = {
        "objection": row,
        "line": showing.objection_lines([row], request.now)[0],
        "words": words,
        "answer": answered,
        "met": meeting,
        "why_reject": why_not(lambda: policies.check_answerable(row, upheld=False)),
        "open": row.state == ObjectionState.OPEN,
        "may_answer": permissions.allows(request.actor, ANSWER, region=row.region),
        "may_meet": permissions.allows(request.actor, ASSESS, region=row.region),
        "timeline": timeline([row.id], request.actor),
        "crumbs": [(_("公示"), reverse("relief-notices")), (_("异议"), reverse("relief-objections"))],
    }
    return render(request, "relief_notices/objection.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: SignedRequest, objection_id: UUID) -> HttpResponse:
    row = _row(request, objection_id)

    def do(data: Data) -> "Objection":
        return answer_objection(
            by=request.actor,
            now=request.now,
            objection=row.id,
            upheld=data["outcome"] == "upheld",
            words=data["words"],
        )

    form = forms.AnswerForm(posted(request))
    lead = _("异议不成立，须先就这条异议召开民主评议会。")
    return _act(request, row, form, "answer_objection", do, title=_("答复异议"), done=_("已答复。"), lead=lead)


@require_http_methods(["GET", "POST"])
def meet(request: SignedRequest, objection_id: UUID) -> HttpResponse:
    """Write down the assessment that was held about it."""
    row = _row(request, objection_id)

    def do(data: Data) -> "Objection":
        session = Session(
            held_at=data["held_at"],
            place=data["place"],
            invited=data["invited"],
            attendance=data["attendance"],
            chair=data["chair"],
            minutes=data["minutes"],
            photos=[data["photo"].read()] if data["photo"] else [],
        )
        ballot = Ballot(data["yes"], data["no"], data["abstained"], data["opinion"])
        record_assessment(
            by=request.actor,
            now=request.now,
            season=row.notice.season_id,
            region=row.region,
            session=session,
            ballots={row.application_id: ballot},
            objection=row.id,
        )
        return row

    form = forms.MeetingForm(posted(request), uploads(request), initial={"held_at": local_minute(request.now)})
    lead = _("三项人数相加等于到会人数。")
    return _act(request, row, form, "assess_objection", do, title=_("登记评议会"), done=_("评议会已登记。"), lead=lead)


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedRequest, objection_id: UUID) -> HttpResponse:
    row = _row(request, objection_id)

    def do(data: Data) -> "Objection":
        return withdraw_objection(by=request.actor, now=request.now, objection=row.id, words=data["words"])

    form = forms.WithdrawForm(posted(request))
    return _act(request, row, form, "withdraw_objection", do, title=_("异议人撤回"), done=_("已登记撤回。"))


@require_POST
def contact(request: SignedRequest, objection_id: UUID) -> HttpResponse:
    """Show the contact once; the look is noted."""
    found = read_contact(by=request.actor, now=request.now, objection=objection_id)
    messages.info(request, _("异议人的联系方式：%(contact)s（本次查看已记录）") % {"contact": found})
    return redirect("relief-objection", objection_id)


@require_http_methods(["GET", "POST"])
def counter(request: SignedRequest, notice_line: UUID) -> HttpResponse:
    """Write down what somebody says; the code is for him."""
    line = noticing.line_of(notice_line)
    form = forms.CounterForm(posted(request))
    code = noticing.code_for(form.key) if form.is_bound and form.is_valid() else ""

    def do(data: Data) -> UUID:
        made = file_objection(
            by=request.actor,
            now=request.now,
            line=line.id,
            words=data["words"],
            contact=data["contact"],
            code=code,
            counter=True,
        )
        return made.id

    today = local_date(request.now)
    shown = showing.line(line.notice, showing.names([line.notice], today), today)
    return form_page(
        request,
        form,
        "relief.file_objection",
        do,
        title=_("登记异议"),
        lead=_("只暂停这一户，其他户照常公示。"),
        back=reverse("relief-notice", args=[line.notice_id]),
        leads_to=lambda made: reverse("relief-objection", args=[made]),
        done=_("已登记。请把查询码告诉异议人，只显示这一次：%(code)s") % {"code": code},
        facts=[(_("公示"), shown["title"]), (_("村（社区）"), shown["village"]), (_("户主"), line.head_masked)],
        crumbs=[(_("公示"), reverse("relief-notices"))],
    )


def _row(request: SignedRequest, objection_id: UUID) -> "Objection":
    row = noticing.objection_of(objection_id)
    permissions.check(request.actor, selectors_noticing.SEE_OBJECTIONS, region=row.region)
    return row


def _act(
    request: SignedRequest,
    row: "Objection",
    form: Any,
    name: str,
    do: Callable[[Data], "Objection"],
    *,
    title: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    line = showing.objection_lines([row], request.now)[0]
    back = reverse("relief-objection", args=[row.id])
    return form_page(
        request,
        form,
        f"relief.{name}",
        lambda data: do(data).id,
        title=title,
        submit=title,
        done=done,
        back=back,
        template="stays/act.html",
        facts=[(_("公示"), line["notice"]), (_("户主"), line["head"]), (_("村（社区）"), line["place"])],
        crumbs=[(_("异议"), reverse("relief-objections")), (line["head"], back)],
        **context,
    )
