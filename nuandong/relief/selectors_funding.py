"""Money of a season: what documents hold, what is claimed of it, what the allocation in force gives."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Sum

from nuandong.policy.sharing import PAID
from nuandong.relief.models import Allocation, Application, Funds, Season, Share, Tranche

SEE = "relief.funds.see"


def held_fen(season: Season) -> int:
    """What the season's documents hold together, in fen."""
    return season.funds.aggregate(fen=Sum("amount_fen"))["fen"] or 0


def documents_of(season: Season) -> QuerySet[Funds]:
    """Those of the season with the tranches opened for it, the newest first; after a disaster also those of the
    ordinary season, from which it may be paid."""
    rows = Funds.objects.filter(Q(season=season) | Q(season=season.follows_id)).order_by("-received_on", "-id")
    return rows.prefetch_related(Prefetch("tranches", Tranche.objects.filter(season=season).order_by("number")))


def allocation_in_force(season: Season) -> Allocation | None:
    return season.allocations.filter(decided_at__isnull=False, replaced_at=None).first()


def listed_of(season: Season) -> dict[UUID, tuple[str, int]] | None:
    """Application → status and share in fen, when the allocation in force names households; None otherwise."""
    allocation = allocation_in_force(season)
    if allocation is None:
        return None
    rows = Share.objects.filter(allocation=allocation, level="household")
    return {one: (status, fen) for one, status, fen in rows.values_list("application", "status", "share_fen")} or None


def unfunded_of(season: Season) -> list[UUID]:
    """The applications that the allocation in force does not pay in full."""
    allocation = allocation_in_force(season)
    if allocation is None:
        return []
    rows = Share.objects.filter(allocation=allocation, level="household").exclude(status=PAID)
    return list(rows.values_list("application", flat=True))


def heads_of(applications: Collection[UUID]) -> dict[UUID, str]:
    """The masked names of heads by application; one query."""
    rows = Application.objects.filter(id__in=list(applications))
    return dict(rows.values_list("id", "head_masked"))
