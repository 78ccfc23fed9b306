"""Reads of patrols: what must be looked at tonight, what nobody looked at, which mode is on. In the entered scope."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum

from nuandong.geo.codes import ancestors, span
from nuandong.geo.kinds import KEY_LOCATIONS
from nuandong.geo.places import places_in
from nuandong.rescue import conditions, reference
from nuandong.rescue.kinds import Mode
from nuandong.rescue.lookups import round_of
from nuandong.rescue.models import PatrolCheck, PatrolMode, PatrolRound
from nuandong.vault import api as vault

if TYPE_CHECKING:
    from nuandong.geo.models import Place

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Spot:
    """A key location with its last check (None: never), when it is due, and how many were found there before."""

    place: "Place"
    last: datetime | None
    due_at: datetime | None
    found_lately: int

    def overdue(self, now: datetime) -> bool:
        """Never looked at, or not for longer than the patrol mode allows."""
        return self.due_at is None or self.due_at <= now


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which key locations of a region were looked at since a moment, and which were not (RES-009)."""

    checked: int
    missed: Sequence["Place"]

    @property
    def total(self) -> int:
        return self.checked + len(self.missed)

    @property
    def complete(self) -> bool:
        return not self.missed


def coverage(region: int, *, since: datetime, until: datetime) -> Coverage:
    """The proof that nobody was left out, over places in use with a patrol weight above 0, in [since, until)."""
    places = _patrolled(region)
    seen = set(
        PatrolCheck.objects.filter(place__in=[place.id for place in places], at__gte=since, at__lt=until).values_list(
            "place", flat=True
        )
    )
    missed = [place for place in places if place.id not in seen]
    return Coverage(len(places) - len(missed), missed)


def tonight(region: int, now: datetime, *, lately: timedelta = timedelta(days=30)) -> list[Spot]:
    """The key locations of a region in the order to look at them: overdue ones first, those never seen before all,
    then by weight and by how many people were found there `lately`, then those due soonest."""
    places = _patrolled(region)
    checks = PatrolCheck.objects.filter(place__in=[place.id for place in places], at__lte=now)
    last = dict(checks.values("place").annotate(last=Max("at")).values_list("place", "last"))
    found = dict(
        checks.filter(at__gt=now - lately).values("place").annotate(people=Sum("found")).values_list("place", "people")
    )
    within = timedelta(hours=reference.response().check_hours[conditions.patrol_mode(region, now)])
    spots = [
        Spot(place, last.get(place.id), last[place.id] + within if place.id in last else None, found.get(place.id, 0))
        for place in places
    ]
    return sorted(spots, key=lambda spot: _urgency(spot, now))


def mode_of(region: int) -> PatrolMode | None:
    """The row that decides how densely a division is patrolled: the densest of its own and those around it.

    None is the baseline.
    """
    rows = PatrolMode.objects.filter(region__in=[region, *ancestors(region)])
    return max(rows, key=lambda row: (Mode(row.mode).rank, row.until), default=None)


def modes_within(region: int) -> list[PatrolMode]:
    """Divisions inside a region that have a denser mode of their own."""
    inside = span(region)
    found = PatrolMode.objects.filter(region__gt=inside.lo, region__lt=inside.hi)
    return list(found.order_by("region"))


def divisions_with_mode() -> set[int]:
    """Every division with a denser mode than the baseline."""
    return set(PatrolMode.objects.values_list("region", flat=True))


def open_rounds(*, region: int | None = None) -> list[PatrolRound]:
    """Rounds under way, the longest first, each with the number of its `points`."""
    found = _rounds(region).filter(ended_at=None).annotate(points=Count("checks__place", distinct=True))
    return list(found.order_by("started_at"))


def get(patrol: UUID) -> PatrolRound:
    """One round with its team; NotFound outside the scope."""
    return round_of(patrol)


def open_round_of(team: UUID) -> PatrolRound | None:
    """The round a team is on."""
    return PatrolRound.objects.filter(team=team, ended_at=None).select_related("team").first()


def recent_rounds(*, region: int | None = None, before: UUID | None = None, limit: int = PAGE) -> list[PatrolRound]:
    """Rounds newest first, each with the number of its `points`; page on with `before` = the last id shown."""
    found = _rounds(region).annotate(points=Count("checks__place", distinct=True))
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:limit])


def checks_of(patrol: UUID) -> list[PatrolCheck]:
    """The checks of a round in their order."""
    return list(PatrolCheck.objects.filter(round=patrol).select_related("place").order_by("at", "id"))


def note_of(check: PatrolCheck) -> str:
    """What the crew noted."""
    if check.note_sealed is None:
        return ""
    return vault.open_sealed(PatrolCheck._meta.db_table, "note_sealed", check.id, bytes(check.note_sealed))


def last_checks(places: Collection[UUID]) -> dict[UUID, datetime]:
    """When somebody last looked at places, for the map."""
    found = PatrolCheck.objects.filter(place__in=list(places)).values("place").annotate(last=Max("at"))
    return dict(found.values_list("place", "last"))


def _rounds(region: int | None) -> QuerySet[PatrolRound]:
    found = PatrolRound.objects.select_related("team")
    if region is None:
        return found
    inside = span(region)
    return found.filter(region__gte=inside.lo, region__lt=inside.hi)


def _patrolled(region: int) -> "list[Place]":
    return [place for place in places_in(region, kinds=KEY_LOCATIONS) if place.patrol_weight > 0]


def _urgency(spot: Spot, now: datetime) -> tuple[bool, bool, int, int, datetime, UUID]:
    return (
        not spot.overdue(now),
        spot.last is not None,
        -spot.place.patrol_weight,
        -spot.found_lately,
        spot.due_at or now,
        spot.place.id,
    )
