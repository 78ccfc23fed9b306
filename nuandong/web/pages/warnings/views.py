"""What is in force here, what came in lately, and one warning with its history."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuandong.alerts import selectors
from nuandong.alerts.states import Move, State
from nuandong.journal import api as journal
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.web.http import SignedRequest
from nuandong.web.pages.warnings import choosing, forms, shapes
from nuandong.web.pages.warnings.buttons import RECORD, check_change, why_not
from nuandong.web.pages.warnings.presenting import Shown, kind_words, shown, source_words, timeline
from nuandong.web.paging import Page, page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.alerts.models import WeatherWarning

SIZE = 30


@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """In force now and announced, what needs a person, and the list of what came in."""
    actor, now = request.actor, request.now
    may_record = permissions.allows(actor, RECORD)
    held = [one.warning for one in selectors.holding(now, actor.region)]
    later = [one.warning for one in selectors.announced(now, actor.region)]
    lost = selectors.without_area(now) if may_record else []
    chosen = choosing.filters(request.GET)
    cursor = uuid_cursor(request.GET.get("before"))
    listed = selectors.recent(
        region=None if chosen.everywhere else actor.region,
        event=chosen.event,
        level=chosen.level,
        states=chosen.states,
        before=cursor,
        limit=SIZE + 1,
    )
    page = page_of(listed, key=lambda row: row.id, cursor=cursor, size=SIZE)
    words = _shown_together(request, held, later, lost, page.rows)
    context = {
        "held": words[0],
        "later": words[1],
        "lost": words[2],
        "page": Page(words[3], page.next, page.first),
        "filters": chosen,
        "events": forms.event_choices()[1:],
        "levels": forms.level_choices(),
        "states": choosing.state_choices(),
        "may_record": may_record,
    }
    return render(request, "warnings/overview.html", context)


@require_safe
def warning(request: SignedRequest, warning_id: UUID) -> HttpResponse:
    """What it says, until when, where; its history; what overlaps it; what can be done about it."""
    actor, now = request.actor, request.now
    found = selectors.get(warning_id)
    others = selectors.overlapping(found.id)
    (words,), near = _shown_together(request, [found], others)
    may_read = permissions.allows(actor, RECORD, region=found.message.received_in)
    context = {
        "warning": words,
        "running": found.state == State.CURRENT and found.until > now,
        "begun": found.starts_at <= now,
        "overlapping": near,
        "timeline": timeline(selectors.history(found.id), found.id, region=actor.region, now=now),
        "kind_words": kind_words(found.message),
        "source_words": source_words(found.message),
        "receiver": org.names_of([found.message.received_by]).get(found.message.received_by, ""),
        "ending": _ending(found.thread, found.id, may_read=may_read) if found.state == State.ENDED else None,
        "why_not_end": why_not(lambda: check_change(actor, found, Move.END)),
        "lost": not words.regions and found.state == State.CURRENT,
        "why_not_locate": why_not(lambda: check_change(actor, found, Move.REPLACE)),
        "has_shape": bool(found.geometry),
        "marker": shapes.centre(found.geometry),
    }
    return render(request, "warnings/warning.html", context)


@require_safe
def outline(request: SignedRequest, warning_id: UUID) -> HttpResponse:
    """The shape the issuer drew, for the map."""
    found = selectors.get(warning_id)
    (words,) = shown([found], region=request.actor.region, now=request.now)
    return JsonResponse(shapes.features(found.geometry, words.title))


def _shown_together(request: SignedRequest, *groups: list["WeatherWarning"]) -> list[list[Shown]]:
    """Several lists of warnings in words, with the queries of one."""
    flat = shown((row for group in groups for row in group), region=request.actor.region, now=request.now)
    cut, place = [], 0
    for group in groups:
        cut.append(flat[place : place + len(group)])
        place += len(group)
    return cut


def _ending(thread: UUID, warning_id: UUID, *, may_read: bool) -> dict[str, object] | None:
    """Who ended a warning by decision and why; the words only for those who record warnings."""
    events = journal.history(subject=thread, kinds=["alerts.warning_ended"])
    found = next((event for event in events if event.payload["warning"] == str(warning_id)), None)
    if found is None:
        return None
    return {
        "at": found.acted_at,
        "by": org.names_of([found.actor]).get(found.actor, ""),
        "reason": journal.texts([found.id]).get(found.id, {}).get("reason", "") if may_read else "",
    }
