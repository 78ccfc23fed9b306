"""Sending teams, and what they report by voice; the leaders who are rung up when nobody goes."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.kernel.actors import Actor
from nuandong.rescue import selectors_clue, selectors_dispatch
from nuandong.rescue.actions.accept_dispatch import accept_dispatch
from nuandong.rescue.actions.arrive import arrive
from nuandong.rescue.actions.cancel_dispatch import cancel_dispatch
from nuandong.rescue.actions.confirm_escalation import confirm_escalation
from nuandong.rescue.actions.decline_dispatch import decline_dispatch
from nuandong.rescue.actions.depart import depart
from nuandong.rescue.actions.finish_dispatch import finish_dispatch
from nuandong.rescue.actions.order_dispatch import order_dispatch
from nuandong.rescue.states.clue import ClueState
from nuandong.rescue.states.dispatch import DISPATCH, DispatchState
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues import forms, showing
from nuandong.web.pages.clues.acts import act_page

if TYPE_CHECKING:
    from nuandong.rescue.models import Dispatch

_STEPS = {"accept": accept_dispatch, "depart": depart, "arrive": arrive, "finish": finish_dispatch}


def take_step(step: str, *, by: Actor, now: datetime, dispatch: UUID, acted_at: datetime | None) -> UUID:
    """Carry out one of the steps of `showing.step_words`; returns the dispatch."""
    return _STEPS[step](by=by, now=now, dispatch=dispatch, acted_at=acted_at).id


@require_http_methods(["GET", "POST"])
def order(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """Send a team: one press for the first of the list, a reason for another."""
    row = selectors_clue.get(clue_id)
    choice = selectors_dispatch.choose_team(row, request.now)
    offers = showing.offers(choice)

    def do(data: dict[str, Any]) -> UUID:
        return order_dispatch(
            by=request.actor,
            now=request.now,
            clue=clue_id,
            team=UUID(data["team"]),
            reason=data["reason"],
            additional=data["additional"],
            acted_at=data["acted_at"],
        ).id

    initial = {"team": request.GET.get("team", ""), "additional": row.state != ClueState.OPEN}
    teams = [(str(one.team), one.name) for one in offers]
    # A team that was sent meanwhile is no offer any more; the action says who was first.
    asked = request.POST.get("team", "")
    if asked and asked not in dict(teams) and _is_id(asked):
        teams.append((asked, _("所选队伍")))
    form = forms.OrderForm(request.POST or None, teams=teams, initial=initial)
    return act_page(
        request,
        clue_id,
        form,
        "order_dispatch",
        do,
        title=_("派出队伍"),
        done=_("已派出，等待队伍接单。"),
        submit=_("派出"),
        icon="send",
        template="clues/order.html",
        offers=offers,
        shortfall=[showing.reason_words(one) for one in choice.shortfall],
    )


@require_http_methods(["GET", "POST"])
def report(request: SignedRequest, clue_id: UUID, dispatch: UUID) -> HttpResponse:
    """A step told by voice, now or at the time of the act."""
    row = _one(clue_id, dispatch)

    def do(data: dict[str, Any]) -> UUID:
        return take_step(data["step"], by=request.actor, now=request.now, dispatch=dispatch, acted_at=data["acted_at"])

    words = showing.step_words()
    allowed = [(act, words[act]) for act in words if act in DISPATCH[DispatchState(row.state)]]
    steps = list(words.items()) if request.POST else allowed
    form = forms.ReportForm(request.POST or None, steps=steps, initial={"step": allowed[0][0] if allowed else ""})
    return act_page(
        request,
        clue_id,
        form,
        "report_crew",
        do,
        title=_("代 %(team)s 报告进展") % {"team": row.team.name},
        done=_("已记录。"),
        lead=_("填写队伍实际做这一步的时间；不是队伍本人报告的，会标明口头转报。"),
        submit=_("记录"),
    )


@require_http_methods(["GET", "POST"])
def decline(request: SignedRequest, clue_id: UUID, dispatch: UUID) -> HttpResponse:
    """The crew said by voice that it cannot go."""
    return _released(request, clue_id, dispatch, decline_dispatch, "decline_dispatch", _("队伍拒单"))


@require_http_methods(["GET", "POST"])
def cancel(request: SignedRequest, clue_id: UUID, dispatch: UUID) -> HttpResponse:
    """Call a team back."""
    return _released(request, clue_id, dispatch, cancel_dispatch, "cancel_dispatch", _("撤回队伍"))


@require_http_methods(["GET", "POST"])
def confirm(request: SignedRequest, clue_id: UUID, escalation: UUID) -> HttpResponse:
    """A leader takes care of it: nobody further up is rung up."""
    return act_page(
        request,
        clue_id,
        PageForm(request.POST or None),
        "confirm_escalation",
        lambda _data: confirm_escalation(by=request.actor, now=request.now, escalation=escalation).id,
        title=_("确认升级事项"),
        done=_("已确认，不再向上升级。"),
        lead=_("领导已接到电话并督办，由您记录确认。"),
        submit=_("确认"),
    )


def _released(request: SignedRequest, clue: UUID, dispatch: UUID, act: Any, name: str, title: str) -> HttpResponse:
    row = _one(clue, dispatch)
    return act_page(
        request,
        clue,
        forms.ReasonForm(request.POST or None),
        name,
        lambda data: act(by=request.actor, now=request.now, dispatch=dispatch, reason=data["reason"]).id,
        title=title,
        done=_("已记录。"),
        lead=row.team.name,
        submit=title,
        danger=True,
    )


def _one(clue: UUID, dispatch: UUID) -> "Dispatch":
    found = next((one for one in selectors_dispatch.dispatches_of(clue) if one.id == dispatch), None)
    if found is None:
        raise Http404
    return found


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
