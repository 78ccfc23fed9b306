"""Reads of patrols: what must be looked at tonight, what nobody looked at, which mode is on. In the entered scope."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from nuandong.geo.areas import in_region
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
    """How many key locations of a region were looked at since a moment, and the weightiest that were not (RES-009)."""

    total: int
    checked: int
    missed: Sequence["Place"]

    @property
    def left_out(self) -> int:
        return self.total - self.checked

    @property
    def complete(self) -> bool:
        return self.checked == self.total


@dataclass(frozen=True, slots=True)
class Tally:
    """How many key locations a region has, how many are overdue, and of how many nobody knows the coordinates."""

    total: int
    overdue: int
    unmeasured: int


def coverage(region: int, *, since: datetime, until: datetime, limit: int | None = None) -> Coverage:
    """The proof that nobody was left out, over places in use with a patrol weight above 0, in [since, until); of the
    places left out at most `limit`."""
    looked = PatrolCheck.objects.filter(place=OuterRef("id"), at__gte=since, at__lt=until)
    places = _patrolled(region).annotate(looked=Exists(looked))
    counts = places.aggregate(total=Count("id"), checked=Count("id", filter=Q(looked=True)))
    missed = places.filter(looked=False)[:limit] if counts["checked"] < counts["total"] else ()
    return Coverage(counts["total"], counts["checked"], list(missed))


def tally(region: int, now: datetime) -> Tally:
    """The counts of a region's key locations, in one query."""
    looked_at = Q(last__gt=now - _check_within(region, now))
    counts = _last_checked(region, now).aggregate(
        total=Count("id"),
        fresh=Count("id", filter=looked_at),
        unmeasured=Count("id", filter=Q(lat=None) | Q(lon=None)),
    )
    return Tally(counts["total"], counts["total"] - counts["fresh"], counts["unmeasured"])


def tonight(
    region: int, now: datetime, *, lately: timedelta = timedelta(days=30), limit: int | None = None
) -> list[Spot]:
    """The key locations of a region in the order to look at them: overdue ones first, those never seen before all,
    then by weight and by how many people were found there `lately`, then those due soonest; at most `limit`."""
    within = _check_within(region, now)
    checks = PatrolCheck.objects.filter(place=OuterRef("id"), at__gt=now - lately, at__lte=now)
    people = checks.order_by().values("place").annotate(people=Sum("found")).values("people")
    places = _last_checked(region, now).annotate(
        found_lately=Coalesce(Subquery(people), 0),
        overdue=Case(When(last__gt=now - within, then=0), default=1),
        never=Case(When(last=None, then=1), default=0),
    )
    ordered = places.order_by("-overdue", "-never", "-patrol_weight", "-found_lately", "last", "id")
    return [
        Spot(place, place.last, place.last + within if place.last else None, place.found_lately)
        for place in ordered[:limit]
    ]


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


def check_by_id(check: UUID) -> PatrolCheck | None:
    """One look at a key location, with its place and round; None outside the scope."""
    return PatrolCheck.objects.filter(id=check).select_related("place", "round").first()


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
    return found.filter(in_region(region))


def _patrolled(region: int) -> "QuerySet[Place]":
    return places_in(region, kinds=KEY_LOCATIONS).filter(patrol_weight__gt=0)


def _last_checked(region: int, now: datetime) -> "QuerySet[Any]":
    """Each place is looked up in the index of its checks: a season of checks is never read whole."""
    checks = PatrolCheck.objects.filter(place=OuterRef("id"), at__lte=now)
    return _patrolled(region).annotate(last=Subquery(checks.order_by("-at").values("at")[:1]))


def _check_within(region: int, now: datetime) -> timedelta:
    return timedelta(hours=reference.response().check_hours[conditions.patrol_mode(region, now)])
