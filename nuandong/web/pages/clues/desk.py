"""The clue desk: the fast form, the clues that wait, the ones that are over."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.geo.kinds import KEY_LOCATIONS
from nuandong.geo.places import search_places
from nuandong.kernel.clock import SHANGHAI, local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.rescue import selectors_clue
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.kinds import Channel
from nuandong.rescue.states.clue import RUNNING, ClueState
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.fields import uploads
from nuandong.web.fresh import fresh_part
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues import showing
from nuandong.web.pages.clues.forms import ReceiveForm
from nuandong.web.pages.clues.recordings import stored
from nuandong.web.paging import page_of, uuid_cursor
from nuandong.web.regions import region_choices

if TYPE_CHECKING:
    from nuandong.geo.models import Place

SIZE: Final = 30
_ENDED: Final = tuple(state for state in ClueState if state not in RUNNING)
_SUGGESTED: Final = 12


@require_http_methods(["GET", "POST"])
def desk(request: SignedRequest) -> HttpResponse:
    """Take a call; below it what waits and what is over."""
    actor = request.actor
    may_receive = permissions.allows(actor, "rescue.clue.receive")

    def do(data: dict[str, Any]) -> UUID:
        place = place_named(data["place_text"])
        region = data["region"] or (place.region if place else actor.region)
        recording = stored(data["recording"], by=actor, now=request.now, region=region)
        return receive_clue(
            by=actor,
            now=request.now,
            channel=Channel(data["channel"]),
            details=ReceiveForm.details(data, place.id if place else None, recording),
            region=region,
            acted_at=data["acted_at"],
        ).clue.id

    form = None
    if may_receive or request.method == "POST":
        regions = region_choices(actor, local_date(request.now), blank=_("按点位或本单位"))
        form = ReceiveForm(request.POST or None, uploads(request), regions=regions)
        if request.method == "POST" and (made := attempt(request, form, "rescue.receive_clue", do)):
            messages.success(request, _("线索已保存，时限开始计算。"))
            return redirect("clue", made)
    if number := request.GET.get("number", "").strip()[:20]:
        found = selectors_clue.by_number(number)
        if len(found) == 1:
            return redirect("clue", found[0].id)
        messages.warning(request, _("没有找到线索 %(number)s。") % {"number": number})
    context = {"form": form, "number": number, **_waiting(request), **_ended(request)}
    return render(request, "clues/desk.html", context, status=STATUS_REFUSED if form and form.is_bound else 200)


@require_GET
def open_part(request: SignedRequest) -> HttpResponse:
    """The clues that wait, fresh."""
    return fresh_part(request, "clues/_open.html", lambda: _waiting(request))


@require_GET
def places(request: SignedRequest) -> HttpResponse:
    """Key locations whose name or address holds what was typed so far, for the browser's own list."""
    typed = request.GET.get("place_text", "")[:40]
    found = search_places(typed, kinds=tuple(KEY_LOCATIONS), limit=_SUGGESTED) if len(typed.strip()) > 1 else []
    return render(request, "clues/_places.html", {"places": found})


def place_named(words: str) -> "Place | None":
    """The one key location of exactly this name within the scope; None when there is none or more than one."""
    typed = words.strip()
    if not typed or len(typed) > 80:
        return None
    same = [place for place in search_places(typed, kinds=tuple(KEY_LOCATIONS)) if place.name == typed]
    return same[0] if len(same) == 1 else None


def _waiting(request: SignedRequest) -> dict[str, Any]:
    lines = selectors_clue.board()
    return {"lines": showing.open_lines(lines, by=request.actor, now=request.now), "waiting": len(lines)}


def _ended(request: SignedRequest) -> dict[str, Any]:
    asked = request.GET
    state = asked.get("state", "")
    since, until = _day(asked.get("since")), _day(asked.get("until"))
    cursor = uuid_cursor(asked.get("before"))
    rows = selectors_clue.recent(
        states=_states(state),
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
        before=cursor,
        limit=SIZE + 1,
    )
    page = page_of(rows, key=lambda row: row.id, cursor=cursor, size=SIZE)
    names = org.names_of([row.first_contact for row in page.rows])
    return {
        "page": page,
        "ended": [showing.ended_line(row, names) for row in page.rows],
        "states": [(one.value, one.label) for one in ClueState],
        "state": state,
        "since": since,
        "until": until,
        "filtered": bool(state or since or until),
    }


def _states(asked: str) -> tuple[ClueState, ...]:
    """The states a filter asks for; at first those of clues that are over."""
    if asked == "all":
        return ()
    return (ClueState(asked),) if asked in ClueState.values else _ENDED


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)
