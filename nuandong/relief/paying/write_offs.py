"""Money written off, for the pages and the season's figures."""

from uuid import UUID

from django.db.models import Count, Sum

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.models import Entitlement, Payout, Season, WriteOff
from nuandong.relief.policies_payout import SEE


def write_offs_of(payout: Payout) -> list[WriteOff]:
    """Of a payout, those that wait, those confirmed and those undone, in the order they were recorded."""
    rows = WriteOff.objects.filter(line__payout=payout, dropped_at=None).select_related("line")
    return list(rows.order_by("id"))


def write_off_of(identity: UUID, *, lock: bool = False) -> WriteOff:
    """Raises NotFound."""
    rows = WriteOff.objects.select_for_update(of=("self",)) if lock else WriteOff.objects
    found = rows.select_related("line__payout__season").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_write_off", _("没有找到这次核销。"), _("请从发放批次中打开。"))
    return found


def write_off(identity: UUID, *, by: Actor) -> WriteOff:
    """Raises NotFound, Forbidden, OutOfScope."""
    found = write_off_of(identity)
    permissions.check(by, SEE, region=found.region)
    return found


def written_off(season: Season) -> tuple[int, int]:
    """How many households of a season, and how much in fen, failed for good; one query."""
    rows = Entitlement.objects.filter(season=season, written_off_fen__gt=0)
    found = rows.aggregate(homes=Count("id"), fen=Sum("written_off_fen"))
    return found["homes"], found["fen"] or 0
