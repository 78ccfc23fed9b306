"""My jobs: what my team has to do now, who is still to be seen to, where we are."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuandong.duty import selectors as duty
from nuandong.duty.actions.report_position import report_position
from nuandong.duty.selectors import TeamOnDuty
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import NotNow
from nuandong.org import permissions
from nuandong.rescue import selectors_clue, selectors_dispatch, selectors_encounter, selectors_patrol
from nuandong.rescue.states.dispatch import DispatchState
from nuandong.web.form_page import form_page
from nuandong.web.fresh import fresh_part
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues import showing
from nuandong.web.pages.crew.forms import PositionForm, when


@require_safe
def home(request: SignedRequest) -> HttpResponse:
    """Everything the crew has in hand."""
    actor, now = request.actor, request.now
    team = duty.my_team(actor.staff, now)
    tonight = now.astimezone(SHANGHAI).replace(hour=23, minute=59, second=59)
    context = {
        "team": team,
        "jobs": _jobs(team),
        "round": selectors_patrol.open_round_of(team.team) if team else None,
        "open": selectors_encounter.open_of(team=team.team if team else None, staff=actor.staff),
        "visits": selectors_encounter.visits_due(actor.staff, until=tonight),
        "position": PositionForm(),
        "may_record": permissions.allows(actor, "rescue.encounter.record"),
        "may_patrol": permissions.allows(actor, "rescue.patrol.record"),
        "may_position": team is not None and permissions.allows(actor, "duty.shift.handover"),
    }
    return render(request, "crew/home.html", context)


@require_safe
def jobs(request: SignedRequest) -> HttpResponse:
    """The jobs of my team, fresh: a new one is there within seconds."""

    def context() -> dict[str, Any]:
        team = duty.my_team(request.actor.staff, request.now)
        return {"team": team, "jobs": _jobs(team)}

    return fresh_part(request, "crew/_jobs.html", context)


def _jobs(team: TeamOnDuty | None) -> list[dict[str, Any]]:
    return [
        {
            "row": one,
            "place": showing.place_words(one.clue),
            "hints": showing.hint_words(one.clue),
            "clock": selectors_clue.countdown(one.clue),
            "state": DispatchState(one.state).label,
        }
        for one in (selectors_dispatch.live_of_team(team.team) if team else [])
    ]


@require_POST
def position(request: SignedRequest) -> HttpResponse:
    """Where the team is now, so that the nearest one is sent."""
    form = PositionForm(request.POST)
    team = duty.my_team(request.actor.staff, request.now)

    def do(data: dict[str, Any]) -> UUID:
        point = form.point(data)
        if team is None:
            raise NotNow("duty.off_duty", _("您现在没有随队上岗。"), _("请先在值班页面上岗。"))
        if point is None:
            raise NotNow("crew.no_position", _("还没有定位。"), _("请先按“用我的位置”。"))
        report_position(
            by=request.actor,
            now=request.now,
            team=team.team,
            lat=point.lat,
            lon=point.lon,
            acted_at=when(data, request.now),
        )
        return team.team

    return form_page(
        request, form, "duty.report_position", do, title=_("报告位置"), back=reverse("crew"), done=_("位置已更新。")
    )
