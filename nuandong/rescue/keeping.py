"""Giving belongings back, at any time and at the end of a stay."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.rescue.events.stay import BelongingsReturned
from nuandong.rescue.models import Belonging, Stay
from nuandong.rescue.sealing import seal


def give_back(
    stay: Stay, *, by: Actor, now: datetime, at: datetime, only: Collection[UUID] | None = None, to: str = ""
) -> int:
    """Return what is kept (or `only` some of it) to the person, or to `to`; prohibited things never. How many lines."""
    kept = Belonging.objects.select_for_update(no_key=True).filter(stay=stay, returned_at=None, prohibited=False)
    rows = list(kept if only is None else kept.filter(id__in=list(only)))
    for row in rows:
        row.returned_at, row.returned_by = at, by.staff
        row.returned_to_sealed = seal(Belonging, "returned_to_sealed", row.id, to, limit=200)
    Belonging.objects.bulk_update(rows, ["returned_at", "returned_by", "returned_to_sealed"])
    if rows:
        payload = BelongingsReturned(lines=len(rows), to_other=bool(to))
        words = {"to": to} if to else None
        journal.record(payload, by=by, now=now, acted_at=at, region=stay.region, subject=stay.id, text=words)
    return len(rows)
