"""The register of key locations and facilities: list with map, one place, register, change, retire."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.geo import places as register_of
from nuandong.geo import selectors
from nuandong.geo.actions.change_place import change_place
from nuandong.geo.actions.register_place import register_place
from nuandong.geo.actions.retire_place import retire_place
from nuandong.geo.codes import Level
from nuandong.geo.kinds import FACILITIES, KEY_LOCATIONS, Area, CoordinateSystem, PlaceKind
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org.selectors import names_of
from nuandong.rescue.selectors_patrol import last_checks
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.places.forms import KINDS, PlaceForm, RetireForm, details_of, initial_of
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import code_of, narrowed, region_choices

if TYPE_CHECKING:
    from nuandong.geo.models import Place

CHANGE: Final = "geo.place.change"
ON_THE_MAP: Final = 300
_HEAVY: Final = 5
_ICONS: Final = {
    PlaceKind.STATION: "home-heart",
    PlaceKind.STORE: "building-warehouse",
    PlaceKind.SHELTER: "campfire",
    PlaceKind.POLICE: "shield",
    PlaceKind.RESCUE_POINT: "heart-handshake",
    PlaceKind.HOSPITAL: "building-hospital",
}
_GROUPS: Final = {"key": KEY_LOCATIONS, "facility": FACILITIES}


@require_GET
def places(request: SignedRequest) -> HttpResponse:
    """Places by kind, division and words, on a map and in a list, the most urgent to patrol first."""
    by, on, asked = narrowed(request.actor, code_of(request.GET.get("region"))), local_date(request.now), request.GET
    kinds = _kinds(asked.get("kind", ""), asked.get("group", ""))
    words, active = asked.get("q", ""), asked.get("state") != "retired"
    after = uuid_cursor(asked.get("after"))
    found = register_of.places_page(by, kinds=kinds, words=words, active=active, limit=ON_THE_MAP, after=None)
    rows = found[: SIZE + 1]
    if after is not None:
        rows = register_of.places_page(by, kinds=kinds, words=words, active=active, limit=SIZE + 1, after=after)
    page = page_of(rows, key=lambda place: place.id, cursor=after)
    shown = [place for place in found if place.point is not None]
    sees_patrols = permissions.allows(request.actor, "rescue.patrol.see")
    last = last_checks([place.id for place in page.rows]) if sees_patrols else None
    context = {
        "page": page,
        "lines": _lines(page.rows, on, last),
        "patrolled": last is not None,
        "markers": [marker(place) for place in shown],
        "counted": len(found),
        "more": len(found) == ON_THE_MAP,
        "unmeasured": len(found) - len(shown),
        "kinds": KINDS[1:],
        "kind": asked.get("kind", ""),
        "group": asked.get("group", ""),
        "state": asked.get("state", ""),
        "words": words,
        "region": asked.get("region", ""),
        "regions": region_choices(request.actor, on, blank=_("全部"), whole=True),
        "may_change": permissions.allows(request.actor, CHANGE),
    }
    return render(request, "places/list.html", context)


def _kinds(kind: str, group: str) -> Sequence[PlaceKind]:
    if kind in PlaceKind.values:
        return [PlaceKind(kind)]
    return sorted(_GROUPS.get(group, ()))


def _lines(rows: Sequence["Place"], on: date, last: Mapping[UUID, datetime] | None) -> list[dict[str, Any]]:
    paths = selectors.name_paths({place.region for place in rows}, on, top=Level.COUNTY)
    return [
        {
            "place": place,
            "path": paths[place.region],
            "last": (last or {}).get(place.id),
            "wanted": place.kind in KEY_LOCATIONS and place.patrol_weight > 0,
        }
        for place in rows
    ]


def icon_of(place: "Place") -> str:
    return _ICONS.get(PlaceKind(place.kind), "map-pin")


def marker(place: "Place") -> dict[str, Any]:
    """A place on a map (components/map.html): facilities square with their sign, key locations as small dots."""
    facility = place.kind in FACILITIES
    return {
        "id": str(place.id),
        "lng": place.lon,
        "lat": place.lat,
        "tone": "info" if facility else "accent" if place.patrol_weight >= _HEAVY else "mute",
        "icon": icon_of(place),
        "title": place.name,
        "note": str(PlaceKind(place.kind).label),
        "url": reverse("place", args=[place.id]),
        "shape": "square" if facility else "",
        "small": not facility,
    }


@require_GET
def place(request: SignedRequest, place: UUID) -> HttpResponse:
    """One place: where it is, what is known, what happened to it."""
    permissions.check(request.actor, "geo.place.see")
    row = register_of.place_by_id(place)
    point = row.point
    near = register_of.places_near(point, 1500, limit=9) if point is not None else []
    others = [(one, round(metres / 10) * 10) for one, metres in near if one.id != row.id]
    markers = [marker(one) for one, _metres in others] + (
        [marker(row) | {"small": False, "tone": "late"}] if point else []
    )
    context = {
        "place": row,
        "path": selectors.name_path(row.region, local_date(request.now), top=Level.COUNTY),
        "icon": icon_of(row),
        "last": last_checks([row.id]).get(row.id) if permissions.allows(request.actor, "rescue.patrol.see") else None,
        "area": Area(row.area).label,
        "source": CoordinateSystem(row.source_system).label,
        "near": [{"place": one, "metres": metres, "icon": icon_of(one)} for one, metres in others],
        "markers": markers,
        "may_change": row.active and permissions.allows(request.actor, CHANGE, region=row.region),
        "timeline": _timeline(request.actor, row.id),
        "crumbs": _crumbs(),
    }
    return render(request, "places/place.html", context)


def _timeline(by: Actor, subject: UUID) -> list[dict[str, Any]] | None:
    if not by.may("journal.see"):
        return None
    events = journal.history(subject=subject)
    names = names_of([event.actor for event in events])
    return [
        {
            "at": event.acted_at,
            "title": _(journal.kind_of(event.kind).title),
            "icon": "map-pin",
            "tone": "mute",
            "who": names.get(event.actor, _("系统")),
        }
        for event in events
    ]


@require_http_methods(["GET", "POST"])
def register(request: SignedRequest) -> HttpResponse:
    """A new place."""
    initial = {"region": request.GET.get("region", ""), "kind": request.GET.get("kind", "")}
    regions = region_choices(request.actor, local_date(request.now))
    form = PlaceForm(request.POST or None, regions=regions, initial=initial)

    def do(data: dict[str, Any]) -> UUID:
        details = details_of(data)
        return register_place(by=request.actor, now=request.now, region=data["region"], details=details).id

    return _page(request, form, "geo.register_place", do, _("登记点位"), reverse("places"), "places/form.html")


@require_http_methods(["GET", "POST"])
def change(request: SignedRequest, place: UUID) -> HttpResponse:
    """What the register says of a place."""
    row = register_of.place_by_id(place)
    permissions.check(request.actor, CHANGE, region=row.region)
    form = PlaceForm(request.POST or None, initial=initial_of(row))

    def do(data: dict[str, Any]) -> UUID:
        seen: datetime = parse_datetime(data["changed_at"]) or request.now
        return change_place(by=request.actor, now=request.now, place_id=place, seen=seen, details=details_of(data)).id

    back = reverse("place", args=[place])
    return _page(request, form, "geo.change_place", do, _("修改点位"), back, "places/form.html", row)


@require_http_methods(["GET", "POST"])
def retire(request: SignedRequest, place: UUID) -> HttpResponse:
    """Out of use; the history stays."""
    row = register_of.place_by_id(place)
    permissions.check(request.actor, CHANGE, region=row.region)
    form = RetireForm(request.POST or None)

    def do(data: dict[str, Any]) -> UUID:
        return retire_place(by=request.actor, now=request.now, place_id=place, reason=data["reason"]).id

    back = reverse("place", args=[place])
    return _page(request, form, "geo.retire_place", do, _("停用点位"), back, "places/retire.html", row)


def _page(
    request: SignedRequest,
    form: PageForm,
    name: str,
    do: Callable[[dict[str, Any]], UUID],
    title: str,
    back: str,
    template: str,
    place: "Place | None" = None,
) -> HttpResponse:
    if request.method == "POST" and (done := attempt(request, form, name, do)) is not None:
        messages.success(request, _("已保存。"))
        return redirect("place", place=done)
    context = {"form": form, "title": title, "back": back, "place": place, "crumbs": _crumbs(place)}
    return render(request, template, context, status=STATUS_REFUSED if form.is_bound else 200)


def _crumbs(place: "Place | None" = None) -> list[tuple[str, str]]:
    crumbs = [(_("重点点位"), reverse("places"))]
    return [*crumbs, (place.name, reverse("place", args=[place.id]))] if place else crumbs
