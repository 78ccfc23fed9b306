"""Reads of places. Row-level security keeps them to the entered scope."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from nuandong.geo.areas import in_area, in_region
from nuandong.geo.coordinates import Point, box_around, distance_m
from nuandong.geo.facilities import facility_names
from nuandong.geo.kinds import PlaceKind
from nuandong.geo.models import Place
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _


def place_by_id(place_id: UUID) -> Place:
    """One place; `NotFound` if it does not exist or lies outside the scope."""
    place = Place.objects.filter(id=place_id).first()
    if place is None:
        raise NotFound("geo.place_not_found", _("没有这个点位。"), _("它可能属于其他区划，请核对后重试。"))
    return place


def place_names(places: Collection[UUID]) -> dict[UUID, str]:
    """Names by id, for timelines; those out of the scope are left out, but for facilities, which everybody may name."""
    names = dict(Place.objects.filter(id__in=set(places)).values_list("id", "name"))
    return names | facility_names(set(places) - set(names))


def places_in(region: int, *, kinds: Collection[PlaceKind] = (), active: bool = True) -> QuerySet[Place]:
    """Places of a region and everything under it, first to patrol first."""
    found = Place.objects.filter(in_region(region), active=active)
    if kinds:
        found = found.filter(kind__in=[kind.value for kind in kinds])
    return found.order_by("-patrol_weight", "region", "name", "id")


def places_page(
    by: Actor,
    *,
    kinds: Collection[PlaceKind] = (),
    words: str = "",
    active: bool = True,
    limit: int,
    after: UUID | None,
) -> list[Place]:
    """A page of the places within the scope, first to patrol first, from after the place `after` on."""
    inside = reduce(or_, (in_area(one) for one in by.spans))
    found = Place.objects.filter(inside, active=active)
    if kinds:
        found = found.filter(kind__in=[kind.value for kind in kinds])
    if sought := words.strip():
        found = found.filter(Q(name__icontains=sought) | Q(address__icontains=sought))
    last = None if after is None else Place.objects.filter(id=after).first()
    if last is not None:
        beside = Q(patrol_weight=last.patrol_weight)
        here = beside & Q(region=last.region)
        found = found.filter(
            Q(patrol_weight__lt=last.patrol_weight)
            | (beside & Q(region__gt=last.region))
            | (here & Q(name__gt=last.name))
            | (here & Q(name=last.name, id__gt=last.id))
        )
    return list(found.order_by("-patrol_weight", "region", "name", "id")[:limit])


def places_near(
    point: Point, radius_m: float, *, kinds: Collection[PlaceKind] = (), limit: int = 20
) -> list[tuple[Place, float]]:
    """Active places within `radius_m` metres of a WGS-84 point with their distance in metres, nearest first."""
    low, high = box_around(point, radius_m)
    found = Place.objects.filter(active=True, lat__range=(low.lat, high.lat), lon__range=(low.lon, high.lon))
    if kinds:
        found = found.filter(kind__in=[kind.value for kind in kinds])
    measured = ((place, distance_m(point, place.point)) for place in found if place.point is not None)
    return sorted((pair for pair in measured if pair[1] <= radius_m), key=lambda pair: (pair[1], pair[0].id))[:limit]


def search_places(words: str, *, kinds: Collection[PlaceKind] = (), limit: int = 20) -> list[Place]:
    """Active places with the words in their name or address."""
    sought = words.strip()
    if not sought:
        return []
    found = Place.objects.filter(active=True)
    if kinds:
        found = found.filter(kind__in=[kind.value for kind in kinds])
    by_name = list(found.filter(name__icontains=sought).order_by("name", "id")[:limit])
    by_address = found.filter(address__icontains=sought).exclude(id__in=[place.id for place in by_name])
    return (by_name + list(by_address.order_by("name", "id")[: limit - len(by_name)]))[:limit]
