"""Money that came back, for the pages."""

from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.models import MoneyReturn, Payout
from nuandong.relief.policies_payout import SEE


def returns_of(payout: Payout) -> list[MoneyReturn]:
    """Of a payout, those that wait and those confirmed, in the order they were recorded."""
    rows = MoneyReturn.objects.filter(line__payout=payout, dropped_at=None).select_related("line")
    return list(rows.order_by("id"))


def return_of(identity: UUID, *, by: Actor) -> MoneyReturn:
    """Raises NotFound, Forbidden, OutOfScope."""
    found = MoneyReturn.objects.select_related("line__payout__season").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_return", _("没有找到这次退回。"), _("请从发放批次中打开。"))
    permissions.check(by, SEE, region=found.region)
    return found
