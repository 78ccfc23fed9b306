"""Who may act on a store beyond the plain permission: `check_x` raises, `can_x` answers."""

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError
from nuandong.org import permissions
from nuandong.supplies.models import Store


def check_may_confirm(by: Actor, store: Store) -> None:
    """Raise Forbidden or OutOfScope unless the actor keeps the store or may receive goods there."""
    if by.staff == store.keeper_id:
        permissions.check(by, "supplies.stock.see", region=store.region)
        return
    permissions.check(by, "supplies.stock.receive", region=store.region)


def can_confirm(by: Actor, store: Store) -> bool:
    """Whether the actor may count goods in at a store."""
    try:
        check_may_confirm(by, store)
    except DomainError:
        return False
    return True
