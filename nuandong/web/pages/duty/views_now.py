"""Who is on duty now, what is missing, and the telephone number of somebody on duty."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.duty import details, reach, roster, selectors
from nuandong.duty.actions.reveal_phone import reveal_phone
from nuandong.duty.errors import no_such
from nuandong.kernel.errors import DomainError
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.org.selectors import staff_by_id
from nuandong.web.acting import STATUS_REFUSED
from nuandong.web.browser import BY_SCRIPT
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty import showing
from nuandong.web.pages.duty.forms import PhoneForm

AHEAD: Final = timedelta(hours=48)
"""So far ahead the page looks for hours that nobody covers."""


@require_GET
def now(request: SignedRequest) -> HttpResponse:
    """Desks, leaders, teams, where they are; who should be here and is not; my own shifts."""
    by, at = request.actor, request.now
    teams = selectors.on_duty(at)
    people = selectors.people_on_duty(at)
    posts = list(roster.posts(by=by))
    holes = roster.uncovered(now=at, until=at + AHEAD)
    mine = roster.my_shifts(by.staff, now=at)
    context = {
        "desks": [(post, [one for one in people if one.post == post.id]) for post in posts],
        "teams": [(team, showing.ability_words(team.abilities), showing.position_words(team)) for team in teams],
        "markers": showing.markers(teams),
        "ladder": [(one, _ladder_words(one.reason)) for one in selectors.next_leaders(at, by.region)],
        "holes": [(post, [_hole(gap) for gap in gaps]) for post, gaps in holes],
        "awaited": [_waiting(one, request) for one in details.awaited(now=at)],
        "overdue": details.overdue(now=at),
        "mine": [_waiting(one, request) for one in mine],
        "reach_calls": reach.unanswered(by.staff, now=at),
        "to_confirm": roster.waiting_handovers(by.staff),
        "here": len({one.staff for one in people if one.started}),
        "out": len([team for team in teams if team.started]),
        "may_plan": permissions.allows(by, "duty.roster.change"),
        "may_call": permissions.allows(by, "duty.phone.reveal"),
        "tab": "duty",
    }
    return render(request, "duty/now.html", context)


def _waiting(shift: Any, request: SignedRequest) -> dict[str, Any]:
    acts = showing.buttons(shift, by=request.actor, now=request.now, handed_over=False)
    return {
        "shift": shift,
        "place": showing.place_of(shift),
        "hours": showing.hours(shift.period.lower, shift.period.upper),
        "tone": showing.tone_of(shift, request.now),
        "acts": [one for one in acts if not one.why][:2],
        "late": shift.started_at is None and shift.period.lower <= request.now,
    }


def _hole(gap: roster.Gap) -> tuple[str, bool]:
    return showing.stretch(gap.start, gap.end), gap.leader_only


def _ladder_words(reason: str) -> str:
    return {
        "on_duty": _("当班"),
        "duty_leader": _("带班领导"),
        "station_head": _("救助站负责人"),
        "county_officer": _("县级管理员"),
    }[reason]


@never_cache
@require_http_methods(["GET", "POST"])
def phone(request: SignedRequest, staff: UUID) -> HttpResponse:
    """A number in full, with a reason. Every look is an act of its own: no command key."""
    person = staff_by_id(staff)
    known = person is not None and request.actor.sees(person.unit.region)
    if person is None or not (known or selectors.is_called(staff, request.now, request.actor.region)):
        raise no_such(gettext_noop("电话号码"))
    form = PhoneForm(posted(request))
    value = ""
    if request.method == "POST" and form.is_valid():
        try:
            value = reveal_phone(by=request.actor, now=request.now, staff=staff, reason=form.words())
        except DomainError as error:
            # The dialog of the page reads the words of the error page; without scripts the form is shown again.
            if BY_SCRIPT in request.headers:
                raise
            form.refuse(error)
    if value and BY_SCRIPT in request.headers:
        return JsonResponse({"value": value})
    context = {
        "form": form,
        "title": _("查看电话"),
        "lead": person.name,
        "value": value,
        "submit": _("查看"),
        "icon": "eye",
        "back": reverse("duty"),
        "crumbs": [(_("值班"), reverse("duty"))],
    }
    return render(request, "duty/phone.html", context, status=STATUS_REFUSED if form.errors else 200)
