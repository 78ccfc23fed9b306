"""Goods for households: what is on the list, what was given."""

from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.relief.models import HandOut, Season

SEE = "relief.goods.see"


def hand_outs(
    by: Actor, season: Season, *, region: int | None = None, state: str = "", item: str = ""
) -> QuerySet[HandOut]:
    """The households on the lists of a season, in the order of their listing. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = HandOut.objects.filter(entitlement__season=season).select_related("entitlement__application").order_by("id")
    if region is not None:
        rows = rows.filter(in_region(region))
    if state:
        rows = rows.filter(state=state)
    return rows.filter(item=item) if item else rows


def sums(rows: QuerySet[HandOut]) -> list[tuple[str, str, int, int]]:
    """(item, state, households, pieces) of a list; one query."""
    found = rows.order_by().values_list("item", "state").annotate(homes=Count("id"), pieces=Sum("quantity"))
    return sorted((item, state, homes, pieces) for item, state, homes, pieces in found)


def after(rows: QuerySet[HandOut], cursor: UUID | None, limit: int) -> list[HandOut]:
    """One keyset page."""
    return list((rows.filter(id__gt=cursor) if cursor else rows)[:limit])
