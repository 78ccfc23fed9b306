"""Who is in the station now: arrivals that wait, clocks that run out, leave of today."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from nuandong.kernel.clock import day_start, local_date
from nuandong.org import permissions
from nuandong.rescue import selectors_bed, selectors_due, selectors_stay
from nuandong.rescue.reference_station import exits
from nuandong.rescue.selectors_stay import Row
from nuandong.rescue.states.stay import PRESENT, StayState
from nuandong.web.form_page import select_box
from nuandong.web.fresh import fresh_part
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import cases, coming, showing
from nuandong.web.paging import page_of, uuid_cursor
from nuandong.web.wording import INFO, LATE, MUTE, OK, SOON_TONE, said

SIZE: Final = 50


@require_safe
def stays(request: SignedRequest) -> HttpResponse:
    """The list with what waits above it."""
    context = {
        "station_box": _station_box(request),
        "state_box": select_box("state", _state_choices(), request.GET.get("state", "")),
        "filtered": bool(request.GET.get("state") or request.GET.get("station")),
        "query": request.GET.urlencode(),
        "may_admit": permissions.allows(request.actor, "rescue.stay.admit"),
        **_now(request),
    }
    return render(request, "stays/list.html", context)


@require_GET
def fresh(request: SignedRequest) -> HttpResponse:
    """The part that changes while others work."""
    return fresh_part(request, "stays/_now.html", lambda: _now(request))


def _now(request: SignedRequest) -> dict[str, Any]:
    actor, now = request.actor, request.now
    station = uuid_cursor(request.GET.get("station"))
    after = uuid_cursor(request.GET.get("after"))
    rows = selectors_stay.stays(actor, now=now, station=station, states=_states(request), after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.stay.id, cursor=after, size=SIZE)
    counted = selectors_stay.counts(actor, station=station)
    asked = selectors_due.leave_requests(actor)
    return {
        "page": page,
        "lines": [_line(row) for row in page.rows],
        "tiles": _tiles(counted),
        "zones": _zones(request, station),
        "gone": [_line(row) for row in selectors_stay.left_since(actor, since=_midnight(now), station=station)],
        "requests": _requests(asked),
        "coming": coming.lines(request),
        "cases": _cases(request),
        "may_decide": permissions.allows(actor, "rescue.stay.decide_leave"),
    }


def _line(row: Row) -> dict[str, Any]:
    tone, state = showing.state_badge(row.stay)
    return {
        "row": row,
        "name": showing.name_of(row.stay, row.person),
        "known": bool(row.person and row.person.known),
        "looks": showing.looks(row.stay),
        "flags": showing.flag_words(row.stay),
        "tone": tone,
        "state": state,
        "next": _next(row),
        "due": row.due.due_at if row.due else None,
        "due_title": _(row.due.title) if row.due else "",
        "exit": said(exits()[row.stay.exit].title) if row.stay.exit else "",
    }


def _next(row: Row) -> tuple[str, str] | None:
    """The next press on the way in."""
    if row.stay.state == StayState.ARRIVED:
        return _("安检入站"), reverse("stay-admit", args=[row.stay.id])
    if row.stay.state in {StayState.ADMITTED, StayState.REGISTERED} and not row.bed:
        return _("安排床位"), reverse("stay-bed", args=[row.stay.id])
    if row.stay.state == StayState.ADMITTED:
        return _("求助登记"), reverse("stay-register", args=[row.stay.id])
    return None


def _tiles(counted: dict[str, int]) -> list[dict[str, Any]]:
    here = reverse("stays")
    admitted = counted[StayState.ADMITTED]
    rows = [
        (_("在站"), admitted + counted[StayState.REGISTERED], StayState.REGISTERED, "bed", INFO),
        (_("待安检"), counted[StayState.ARRIVED], StayState.ARRIVED, "door-enter", SOON_TONE),
        (_("住院"), counted[StayState.HOSPITAL], StayState.HOSPITAL, "building-hospital", INFO),
        (_("去向不明"), counted[StayState.ABSENT], StayState.ABSENT, "user-search", LATE),
    ]
    tiles: list[dict[str, Any]] = [
        {"name": name, "value": value, "url": f"{here}?state={state}", "icon": icon, "tone": tone if value else MUTE}
        for name, value, state, icon, tone in rows
    ]
    tiles[0]["note"] = _("其中待登记 %(n)d 人") % {"n": admitted} if admitted else ""
    return tiles


def _zones(request: SignedRequest, station: UUID | None) -> list[dict[str, Any]]:
    """Free beds by zone, of the station asked for or the only one."""
    known = showing.stations(request.actor)
    chosen = station or (UUID(known[0][0]) if len(known) == 1 else None)
    if chosen is None:
        return []
    counted = selectors_bed.zone_counts(request.actor, chosen)
    return [
        {"name": one.zone.label, "beds": one.beds, "free": one.free, "tone": OK if one.free else LATE}
        for one in counted
        if one.beds
    ]


def _requests(asked: list[Any]) -> list[dict[str, Any]]:
    lines = showing.request_lines(asked)
    return [{**line, "number": line["row"].stay.number, "stay": line["row"].stay_id} for line in lines]


def _cases(request: SignedRequest) -> list[dict[str, Any]]:
    """Everybody in hospital or with an open bill, whether from the station or straight from the street."""
    found = selectors_due.hospital_cases(request.actor)
    return [{**line, "who": cases.called(line["row"])} for line in cases.lines(found, request.actor)]


def _midnight(now: datetime) -> datetime:
    return day_start(local_date(now))


def _states(request: SignedRequest) -> tuple[StayState, ...]:
    asked = request.GET.get("state", "")
    if asked == StayState.REGISTERED:
        return (StayState.ADMITTED, StayState.REGISTERED)
    return (StayState(asked),) if asked in StayState.values else PRESENT


def _state_choices() -> list[tuple[str, Any]]:
    return [("", _("全部未离站")), *((one.value, one.label) for one in StayState)]


def _station_box(request: SignedRequest) -> str:
    known = showing.stations(request.actor)
    if len(known) < 2:
        return ""
    return select_box("station", [("", _("全部")), *known], request.GET.get("station", ""))
