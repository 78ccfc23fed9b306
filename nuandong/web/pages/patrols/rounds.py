"""One round: its checks and encounters, what is left to look at; starting, checking and ending it from a desk."""

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.duty import roster
from nuandong.duty import selectors as duty
from nuandong.geo.kinds import PlaceKind
from nuandong.journal import api as journal
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.rescue import selectors_encounter, selectors_patrol
from nuandong.rescue.actions.check_point import check_point
from nuandong.rescue.actions.complete_round import complete_round
from nuandong.rescue.actions.start_round import start_round
from nuandong.rescue.policies import patrol as policies
from nuandong.web import behalf
from nuandong.web.fields import uploads
from nuandong.web.form_page import form_page, posted, why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues.showing import met_line
from nuandong.web.pages.patrols import forms, showing
from nuandong.web.wording import moment_words, noted, span_words

if TYPE_CHECKING:
    from nuandong.rescue.models import PatrolCheck, PatrolRound

RECORD: Final = "rescue.patrol.record"
_LEFT: Final = 20


@require_safe
def patrol(request: SignedRequest, patrol_id: UUID) -> HttpResponse:
    """Everything about one round."""
    actor, now = request.actor, request.now
    row = selectors_patrol.get(patrol_id)
    permissions.check(actor, "rescue.patrol.see", region=row.region)
    checks = selectors_patrol.checks_of(row.id)
    seen = {one.place_id for one in checks}
    left = [one for one in selectors_patrol.tonight(row.region, now) if one.place.id not in seen]
    reads = permissions.allows(actor, "rescue.encounter.see", region=row.region)
    context = {
        "round": showing.round_lines([row])[0],
        "lasted": span_words(int(((row.ended_at or now) - row.started_at).total_seconds())),
        "checks": _checks(checks, reads),
        "points": len(seen),
        "found": sum(one.found for one in checks),
        "met": [met_line(one) for one in selectors_encounter.of_round(row.id)] if reads else [],
        "left": showing.spot_lines(left[:_LEFT], now=now, on=local_date(now)) if row.ended_at is None else [],
        "left_more": max(0, len(left) - _LEFT),
        "markers": _markers(checks, left if row.ended_at is None else [], now),
        "may_record": permissions.allows(actor, RECORD, region=row.region),
        "may_meet": permissions.allows(actor, "rescue.encounter.record", region=row.region),
        "why_not": why_not(lambda: policies.check_going_on(row)),
        "timeline": _timeline(row) if actor.may("journal.see") else [],
        "crumbs": [(_("巡查"), reverse("patrols"))],
    }
    return render(request, "patrols/round.html", context)


@require_http_methods(["GET", "POST"])
def start(request: SignedRequest) -> HttpResponse:
    """A team sets out, told by voice or on paper."""
    now = request.now
    busy = {one.team_id for one in selectors_patrol.open_rounds()}
    present = {one.team for one in duty.on_duty(now)}
    teams = sorted(roster.teams(by=request.actor), key=lambda one: (one.id not in present, one.name))
    choices = [(str(one.id), _team_words(one.name, one.id in present)) for one in teams if one.id not in busy]

    def do(data: dict[str, Any]) -> UUID:
        return start_round(
            by=behalf.actor(request, data),
            now=now,
            team=data["team"],
            joint_units=data.get("joint_units", []),
            acted_at=data["acted_at"],
        ).id

    form = forms.StartForm(posted(request), uploads(request), teams=choices, partners=showing.partners(request.actor))
    return form_page(
        request,
        behalf.offer(request, form),
        "rescue.start_round",
        do,
        title=_("开始巡查"),
        lead=_("队员没有用手机登记时，由值班员代填。"),
        back=reverse("patrols"),
        done=_("巡查已开始。"),
        leads_to=showing.url_of,
        submit=_("开始"),
        icon="route-2",
        crumbs=[(_("巡查"), reverse("patrols"))],
    )


def _team_words(name: str, present: bool) -> str:
    return name if present else _("%(name)s（现在不在岗）") % {"name": name}


@require_http_methods(["GET", "POST"])
def check(request: SignedRequest, patrol_id: UUID) -> HttpResponse:
    """The team looked at a key location."""
    row = selectors_patrol.get(patrol_id)
    spots = selectors_patrol.tonight(row.region, request.now)
    places = [(str(one.place.id), _place_words(one.place.name, one.place.kind)) for one in spots]

    def do(data: dict[str, Any]) -> UUID:
        check_point(
            by=behalf.actor(request, data, region=row.region),
            now=request.now,
            patrol=patrol_id,
            place=data["place"],
            found=data["found"],
            note=data["note"],
            acted_at=data["acted_at"],
        )
        return patrol_id

    form = forms.CheckForm(
        posted(request),
        uploads(request),
        places=[("", _("请选择")), *places],
        initial={"place": request.GET.get("place", "")},
    )
    return _act(request, row, form, "check_point", do, title=_("登记打卡"), done=_("已登记。"), icon="map-pin-check")


@require_http_methods(["GET", "POST"])
def complete(request: SignedRequest, patrol_id: UUID) -> HttpResponse:
    """The team is back."""
    row = selectors_patrol.get(patrol_id)

    def do(data: dict[str, Any]) -> UUID:
        return complete_round(
            by=behalf.actor(request, data, region=row.region),
            now=request.now,
            patrol=patrol_id,
            joint_units=data.get("joint_units", []),
            crew=data["crew"],
            acted_at=data["acted_at"],
        ).id

    form = forms.CompleteForm(
        posted(request),
        uploads(request),
        partners=showing.partners(request.actor),
        initial={"joint_units": [str(unit) for unit in row.joint_units]},
    )
    title, done = _("结束巡查"), _("巡查已结束。")
    return _act(request, row, form, "complete_round", do, title=title, done=done, submit=_("结束"))


def _act(
    request: SignedRequest, row: "PatrolRound", form: Any, name: str, do: Any, *, title: str, done: str, **context: Any
) -> HttpResponse:
    permissions.check(request.actor, RECORD, region=row.region)
    facts = [(_("队伍"), row.team.name), (_("出发"), moment_words(row.started_at, request.now))]
    back = showing.url_of(row.id)
    crumbs = [(_("巡查"), reverse("patrols")), (row.team.name, back)]
    told = {"title": title, "done": done, "back": back, "facts": facts, "crumbs": crumbs, **context}
    return form_page(request, behalf.offer(request, form), f"rescue.{name}", do, **told)


def _place_words(name: str, kind: str) -> str:
    return noted(name, PlaceKind(kind).label)


def _checks(checks: "list[PatrolCheck]", reads: bool) -> list[dict[str, Any]]:
    names = org.names_of([one.checked_by for one in checks])
    return [
        {
            "row": one,
            "kind": PlaceKind(one.place.kind).label,
            "note": selectors_patrol.note_of(one) if reads else "",
            "who": names.get(one.checked_by, ""),
        }
        for one in checks
    ]


def _markers(checks: "list[PatrolCheck]", left: list[selectors_patrol.Spot], now: Any) -> list[dict[str, Any]]:
    pins = {
        one.place_id: {
            "id": str(one.place_id),
            "lng": one.place.lon,
            "lat": one.place.lat,
            "tone": "ok",
            "icon": "map-pin-check",
            "title": one.place.name,
            "note": moment_words(one.at, now),
        }
        for one in checks
        if one.place.point is not None
    }
    return [*pins.values(), *showing.spot_markers(left, now)]


def _timeline(row: "PatrolRound") -> list[dict[str, Any]]:
    events = journal.history(subject=row.id)
    names = org.names_of([one.actor for one in events])
    return [
        {
            "at": one.acted_at,
            "title": _(journal.kind_of(one.kind).title),
            "who": names.get(one.actor, ""),
            "icon": "route-2",
            "belated": (one.recorded_at - one.acted_at).total_seconds() > _BELATED,
        }
        for one in events
    ]


_BELATED: Final = 300
"""Typed in more than so many seconds after the act: shown as 补录."""
