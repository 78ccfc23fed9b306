"""Tests whether those on the roster can be reached: started, answered by one press, listed on paper."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.duty import policies, roster
from nuandong.duty import reach as reaching
from nuandong.duty.actions.confirm_reach import confirm_reach
from nuandong.duty.actions.start_reach_test import start_reach_test
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.web import wording
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.fresh import fresh_part
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty.choices import chosen
from nuandong.web.pages.duty.forms import ChoosingForm, whole_field
from nuandong.web.pages.duty.workbooks import download

if TYPE_CHECKING:
    from nuandong.duty.models import ReachCall, ReachTest


class ReachForm(ChoosingForm):
    """Whom to ask, and how long they have."""

    night = forms.DateField(
        label=gettext_lazy("哪天晚上"),
        required=False,
        help_text=gettext_lazy("问这天 18 时到次日 8 时值班表上的所有人。测一支队伍时留空。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    team = forms.ChoiceField(label=gettext_lazy("或哪支队伍"), required=False)
    minutes = whole_field(gettext_lazy("几分钟内回应"), least=1)


@require_GET
def tests(request: SignedRequest) -> HttpResponse:
    """The last tests with their results."""
    rows = [(one, title_of(one)) for one in reaching.latest(by=request.actor)]
    context = {
        "rows": rows,
        "may_start": permissions.allows(request.actor, "duty.roster.change"),
        "tab": "duty-reach",
    }
    return render(request, "duty/reach_tests.html", context)


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest) -> HttpResponse:
    """Ask everybody of a night or of a team."""
    teams = [("", _("不选队伍")), *[(str(one.id), one.name) for one in roster.teams(by=request.actor)]]
    form = ReachForm(
        posted(request), choices={"team": teams}, initial={"night": local_date(request.now), "minutes": 15}
    )

    def do(data: dict[str, Any]) -> UUID:
        return start_reach_test(
            by=request.actor, now=request.now, minutes=data["minutes"], night=data["night"], team=chosen(data["team"])
        ).id

    return form_page(
        request,
        form,
        "duty.start_reach_test",
        do,
        title=_("通讯联络测试"),
        lead=_("降温前问一遍：值班的人联系得上吗？每人收到一条消息，按一下就算回应。"),
        back=reverse("duty-reach"),
        leads_to=lambda made: reverse("duty-reach-test", args=[made]),
        done=_("测试已开始。"),
        submit=_("开始测试"),
        icon="phone-call",
        crumbs=_crumbs(),
    )


@require_GET
def test(request: SignedRequest, reach: UUID) -> HttpResponse:
    """Who answered, who did not, while it runs and afterwards."""
    return render(request, "duty/reach_test.html", _shown(request, reach))


@require_GET
def fresh(request: SignedRequest, reach: UUID) -> HttpResponse:
    """The same list, fresh."""
    found = reaching.one(reach, by=request.actor)
    return fresh_part(request, "duty/_reach.html", lambda: _shown(request, found.id))


@require_GET
def sheet(request: SignedRequest, reach: UUID) -> HttpResponse:
    """The list on paper."""
    return render(request, "duty/reach_sheet.html", _shown(request, reach))


@require_GET
def workbook(request: SignedRequest, reach: UUID) -> HttpResponse:
    """The list as a workbook."""
    shown = _shown(request, reach)
    columns = [_("姓名"), _("单位"), _("结果"), _("回应时间"), _("用时（秒）"), _("备注")]
    rows = [
        [
            call.staff.name,
            call.staff.unit.name,
            words,
            wording.full_moment(call.answered_at) if call.answered_at else "",
            str(int((call.answered_at - call.asked_at).total_seconds())) if call.answered_at else "",
            note,
        ]
        for call, _tone, words, note in shown["calls"]
    ]
    return download(f"{_('通讯联络测试')} {shown['words']}", columns, rows)


@require_http_methods(["GET", "POST"])
def answer(request: SignedRequest, call: UUID) -> HttpResponse:
    """One press: I can be reached. Somebody at the desk notes an answer by voice the same way."""
    by = request.actor
    found = reaching.call(call)
    mine = by.staff == found.staff_id
    if not mine:
        policies.check_may_report(by, found)

    def do(_data: dict[str, Any]) -> UUID:
        return confirm_reach(by=by, now=request.now, call=call).id

    words = _("收到") if mine else _("他已口头回应")
    return form_page(
        request,
        PageForm(posted(request)),
        "duty.confirm_reach",
        do,
        title=_("通讯联络测试"),
        lead="" if mine else found.staff.name,
        back=reverse("home") if mine else reverse("duty-reach-test", args=[found.test_id]),
        done=_("已回应，谢谢。") if mine else _("已记下。"),
        template="duty/reach_answer.html",
        call=found,
        mine=mine,
        submit=words,
    )


def title_of(found: "ReachTest") -> str:
    """Which night, or which team."""
    return str(found.team) if found.night is None else _("%(day)s晚") % {"day": wording.written_day(found.night)}


def _shown(request: SignedRequest, reach: UUID) -> dict[str, Any]:
    by = request.actor
    found = reaching.one(reach, by=by)
    calls = reaching.calls(reach, by=by)
    in_time = sum(one.in_time for one in calls)
    return {
        "test": found,
        "words": title_of(found),
        "minutes": int((found.due_at - found.started_at) / timedelta(minutes=1)),
        "calls": [(one, *_result(one, request)) for one in calls],
        "asked": len(calls),
        "in_time": in_time,
        "late": sum(one.answered_at is not None for one in calls) - in_time,
        "silent": sum(one.answered_at is None for one in calls),
        "may_note": any(permissions.allows(by, one) for one in ("duty.shift.handover", "duty.roster.change")),
        "may_call": permissions.allows(by, "duty.phone.reveal"),
        "crumbs": _crumbs(),
    }


def _result(call: "ReachCall", request: SignedRequest) -> tuple[str, str, str]:
    """Tone, word, note."""
    notes = []
    if call.relayed and call.noted_by is not None:
        notes.append(_("口头回应，%(who)s代记") % {"who": call.noted_by.name})
    if not call.messaged:
        notes.append(_("没有登记电话，消息没有发出"))
    note = wording.listing(notes)
    if call.in_time:
        return wording.OK, _("按时回应"), note
    if call.answered_at is not None:
        return wording.SOON_TONE, _("超时回应"), note
    over = call.due_at <= request.now
    return (wording.LATE, _("没有回应"), note) if over else (wording.INFO, _("等待回应"), note)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("值班"), reverse("duty")), (_("联络测试"), reverse("duty-reach"))]
