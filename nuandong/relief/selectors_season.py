"""Seasons somebody works in, and how far each is."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from nuandong.geo.areas import in_area
from nuandong.geo.codes import Level, at_level
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Application, Entitlement, PayoutLine, Season
from nuandong.relief.steps import ApplicationState, LineState

SEE = "relief.season.see"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many households stand in a state, with how many persons and how much money in fen."""

    homes: int = 0
    persons: int = 0
    fen: int = 0


@dataclass(frozen=True, slots=True)
class Money:
    """Granted, put into payouts, arrived, in fen."""

    granted: int
    planned: int
    paid: int


def seasons_of(by: Actor) -> QuerySet[Season]:
    """Those of the counties one sees, or of the county one works in, the newest year first, in it the ordinary ones
    before temporary relief. Raises Forbidden."""
    permissions.check(by, SEE)
    within = Q(region=at_level(by.region, Level.COUNTY))
    for span in by.spans:
        within |= in_area(span)
    return Season.objects.filter(within).order_by("-year", F("follows").asc(nulls_first=True), "-opened_at", "-id")


def season(identity: UUID, *, by: Actor) -> Season:
    """One of them. Raises NotFound for any other, Forbidden."""
    found = seasons_of(by).filter(id=identity).first()
    return found or season_of(UUID(int=0))


def reach(of: Season) -> dict[ApplicationState, Reach]:
    """What the actor sees of a season, by state; one query."""
    rows = Application.objects.filter(season=of).order_by().values_list("state")
    found = rows.annotate(homes=Count("id"), persons=Sum("persons"), fen=Sum("amount_fen"))
    return {ApplicationState(state): Reach(homes, persons, fen or 0) for state, homes, persons, fen in found}


def by_township(of: Season) -> dict[int, dict[str, int]]:
    """Township → state → households; one query over the villages."""
    return by_place(of, Level.TOWNSHIP)


def by_place(of: Season, level: Level) -> dict[int, dict[str, int]]:
    """Division of a level, township or village → state → households; one query."""
    rows = Application.objects.filter(season=of).order_by().values_list("region", "state")
    found: dict[int, dict[str, int]] = {}
    for region, state, homes in rows.annotate(homes=Count("id")):
        line = found.setdefault(at_level(region, level), {})
        line[state] = line.get(state, 0) + homes
    return dict(sorted(found.items()))


def heads_of(households: Collection[UUID]) -> dict[UUID, str]:
    """The masked head of each household, as its newest application of any season names it; one query."""
    rows = Application.objects.filter(household__in=list(households)).order_by("id")
    return dict(rows.values_list("household", "head_masked"))


def claimed(seasons: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Season → granted and planned or paid, in fen; one query."""
    rows = Entitlement.objects.filter(season__in=list(seasons)).order_by().values_list("season")
    found = rows.annotate(granted=Sum("amount_fen"), claimed=Sum("claimed_fen"))
    return {identity: (granted or 0, part or 0) for identity, granted, part in found}


def money(of: Season) -> Money:
    """What of a season the actor sees: granted, put into payouts, arrived; two queries."""
    granted, planned = claimed([of.id]).get(of.id, (0, 0))
    lines = PayoutLine.objects.filter(payout__season=of, state=LineState.PAID)
    return Money(granted, planned, lines.aggregate(fen=Sum("amount_fen"))["fen"] or 0)
