"""Money of a season: what documents hold, what is claimed of it, what the allocation in force gives."""

from uuid import UUID

from nuandong.policy.sharing import PAID
from nuandong.relief.models import Allocation, Season, Share


def allocation_in_force(season: Season) -> Allocation | None:
    return season.allocations.filter(decided_at__isnull=False, replaced_at=None).first()


def unfunded_of(season: Season) -> list[UUID]:
    """The applications that the allocation in force does not pay in full."""
    allocation = allocation_in_force(season)
    if allocation is None:
        return []
    rows = Share.objects.filter(allocation=allocation, level="household").exclude(status=PAID)
    return list(rows.values_list("application", flat=True))
