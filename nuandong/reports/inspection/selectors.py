"""Reads of inspection packs, in the entered scope."""

from typing import Final
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.inspection.rules import TAKE
from nuandong.reports.models import InspectionPack
from nuandong.reports.states import PackState

PAGE: Final = 50
UNDER_WAY: Final = frozenset({PackState.ASKED, PackState.MAKING})


def packs(by: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[InspectionPack]:
    """Packs of the scope, the newest first, by keyset of ids. Raises Forbidden."""
    permissions.check(by, TAKE)
    rows = InspectionPack.objects.all()
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def pack(identity: UUID, *, by: Actor) -> InspectionPack:
    """One pack. Raises NotFound outside the scope, Forbidden."""
    row = InspectionPack.objects.filter(id=identity).first()
    if row is None:
        raise NotFound("reports.no_pack", _("没有找到这份迎检材料。"), _("请从迎检材料列表中打开。"))
    permissions.check(by, TAKE, region=row.region)
    return row
