"""The page of one clue: what is said, where it stands, who can go, what happened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from nuandong.duty import selectors as duty
from nuandong.duty.selectors import TeamOnDuty
from nuandong.files import storing
from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.rescue import callers, reference, selectors_clue, selectors_dispatch, selectors_encounter
from nuandong.rescue.choosing import Choice
from nuandong.rescue.duplicates import Near, near_to
from nuandong.rescue.kinds import Channel, Closing, Grounds
from nuandong.rescue.policies import clue as policies
from nuandong.rescue.selectors_clue import ClueLine
from nuandong.rescue.states.clue import CLUE, RUNNING, ClueState
from nuandong.web.form_page import why_not
from nuandong.web.fresh import fresh_part
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues import showing
from nuandong.web.pages.clues.history import timeline
from nuandong.web.pages.informants.on_clue import caller_part, rewards_part
from nuandong.web.wording import said

if TYPE_CHECKING:
    from nuandong.rescue.models import Clue

NEAR_SHOWN: Final = 6


@require_safe
def clue(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """Everything about one clue."""
    line = selectors_clue.line_of(clue_id)
    context = {
        "crumbs": [(_("线索受理"), reverse("clues"))],
        **_said(request, line),
        "may_supplement": _may(request, line.clue, "rescue.clue.receive") and line.clue.state in RUNNING,
        **_live(request, line),
    }
    return render(request, "clues/clue.html", context)


@require_GET
def live(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """The part of the page that changes while others work."""
    line = selectors_clue.line_of(clue_id)
    return fresh_part(request, "clues/_live.html", lambda: _live(request, line))


def _said(request: SignedRequest, line: ClueLine) -> dict[str, Any]:
    """What was said, by whom, where; it changes only by acts on this very page."""
    row, reads = line.clue, showing.reads_words(request.actor)
    on = local_date(request.now)
    people = [row.first_contact, *([row.taken_on_by] if row.taken_on_by else [])]
    names = org.names_of(people)
    regions = [code for code in (row.region, row.origin_region, row.handed_to_region) if code]
    paths = geo.name_paths(regions, on, top=Level.COUNTY)
    reporters = reference.reporters()
    return {
        "place": showing.place_words(row),
        "words": callers.open_words(row) if reads else "",
        "remark": callers.open_remark(row) if reads else "",
        "recording": storing.about(row.recording_id) if reads and row.recording_id else None,
        "reads": reads,
        "channel": Channel(row.channel).label,
        "reporter": said(reporters[row.reporter_kind].title) if row.reporter_kind in reporters else "",
        "first_contact": names.get(row.first_contact, "") or _("公众网页"),
        "path": paths[row.region],
        "origin": paths.get(row.origin_region) if row.origin_region else None,
        "handed_to": paths.get(row.handed_to_region) if row.handed_to_region else None,
        "centre": _centre(row),
        "may_reveal": reads and bool(row.caller_masked) and row.state in RUNNING,
        **caller_part(request, row),
    }


def _centre(row: "Clue") -> tuple[str, str]:
    """Where the map opens, as its attributes want it."""
    point = selectors_dispatch.point_of(row)
    return (f"{point.lon:.6f}", f"{point.lat:.6f}") if point else ("", "")


def _buttons(request: SignedRequest, row: "Clue") -> dict[str, Any]:
    """What can be done, and why what is shown in grey cannot."""
    state = ClueState(row.state)

    def may(permission: str) -> bool:
        return _may(request, row, permission)

    leaving = why_not(lambda: policies.check_leave(row))
    waits_for_taking_on = row.origin is not None and row.taken_on_at is None and state in RUNNING
    return {
        "may_close": may("rescue.clue.close") and "close_clue" in CLUE[state],
        "why_not_leave": leaving,
        "may_reopen": may("rescue.clue.close") and "reopen_clue" in CLUE[state],
        "may_hand_over": may("rescue.clue.handover") and state in RUNNING,
        "why_not_hand_over": leaving or why_not(lambda: policies.check_move(row, "hand_over_clue")),
        "may_take_on": waits_for_taking_on and may("rescue.clue.receive"),
        "may_return": waits_for_taking_on and may("rescue.clue.handover") and "return_clue" in CLUE[state],
        "may_record": may("rescue.encounter.record"),
    }


def _may(request: SignedRequest, row: "Clue", permission: str) -> bool:
    return permissions.allows(request.actor, permission, region=row.region)


def _live(request: SignedRequest, line: ClueLine) -> dict[str, Any]:
    actor, now, row = request.actor, request.now, line.clue
    state = ClueState(row.state)
    reads = showing.reads_words(actor)
    dispatches = selectors_dispatch.dispatches_of(row.id)
    crews = [showing.crew(one, selectors_dispatch.reason_of(one) if reads else "") for one in dispatches]
    may_order = _may(request, row, "rescue.dispatch.order") and state in RUNNING
    choice = selectors_dispatch.choose_team(row, now) if may_order else None
    met = selectors_encounter.of_clue(row.id)
    teams = {one.team_id: one.team.name for one in dispatches}
    return {
        **_buttons(request, row),
        "line": line,
        "clue": row,
        "state": state.label,
        "tone": showing.STATE_TONES[state],
        "ended_as": Closing(row.closing).label if row.closing else "",
        "running": state in RUNNING,
        "hints": showing.hint_words(row),
        "steps": showing.steps(row, line.countdown, dispatches, now),
        "crews": crews,
        "bound": any(one.live for one in crews),
        "may_order": may_order,
        "may_report": _may(request, row, "rescue.dispatch.report"),
        "offers": showing.offers(choice) if choice else [],
        "shortfall": [showing.reason_words(one) for one in choice.shortfall] if choice else [],
        "markers": showing.markers(row, line.countdown, _out(request, row, choice, crews), crews),
        "near": _near(row) if state in RUNNING else [],
        "merged": selectors_clue.duplicates_of(row.id),
        "may_merge": _may(request, row, "rescue.clue.close"),
        "met": [showing.met_line(one) for one in met],
        "escalations": _escalations(request, line),
        **rewards_part(request, row),
        "timeline": timeline([row.id, *(one.id for one in met)], teams, words=reads),
        "key": uuid4,
    }


def _out(request: SignedRequest, row: "Clue", choice: Choice | None, crews: Sequence[showing.Crew]) -> list[TeamOnDuty]:
    """The teams to draw: those that could go, and those under way."""
    going = {one.row.team_id for one in crews if one.live}
    under_way = [one for one in duty.on_duty(request.now, row.region) if one.team in going] if going else []
    return [*(one.team for one in (choice.candidates if choice else ())), *under_way]


def _near(row: "Clue") -> list[dict[str, Any]]:
    return [_near_line(one, row) for one in near_to(row)[:NEAR_SHOWN]]


def _near_line(one: Near, row: "Clue") -> dict[str, Any]:
    return {
        "clue": one.clue,
        "place": showing.place_words(one.clue),
        "state": ClueState(one.clue.state).label,
        "tone": showing.STATE_TONES[ClueState(one.clue.state)],
        "why": showing.near_words(one.metres, one.minutes, same_words=one.same_words, same_caller=one.same_caller),
        "why_not": why_not(lambda: policies.check_mergeable(row, one.clue))
        or why_not(lambda: policies.check_leave(row)),
    }


def _escalations(request: SignedRequest, line: ClueLine) -> dict[str, Any] | None:
    """Who was called about a clue that waits too long, and who is next to ring up."""
    if not line.unconfirmed and not (line.countdown.running and line.countdown.late(request.now)):
        return None
    raised = selectors_clue.escalations_of(line.clue.id)
    called = {one.leader for one in raised}
    ladder = duty.next_leaders(request.now, line.clue.region)
    by_id = {one.staff: one for one in ladder}
    names = org.names_of([*called, *(one.confirmed_by for one in raised if one.confirmed_by)])
    return {
        "rows": [
            {
                "row": one,
                "name": names.get(one.leader, ""),
                "phone": by_id[one.leader].phone_masked if one.leader in by_id else "",
                "why": Grounds(one.grounds).label,
                "confirmed_by": names.get(one.confirmed_by, "") if one.confirmed_by else "",
            }
            for one in raised
        ],
        "next": next((one for one in ladder if one.staff not in called), None),
        "may_ring": permissions.allows(request.actor, "duty.phone.reveal"),
    }
