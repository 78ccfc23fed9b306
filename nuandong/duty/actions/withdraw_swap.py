from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, swaps
from nuandong.duty.models import SwapRequest
from nuandong.kernel.actors import Actor


@transaction.atomic
def withdraw_swap(*, by: Actor, now: datetime, swap: UUID) -> SwapRequest:
    """The asker no longer needs it. Raises Forbidden, NotFound, NotNow, Conflict when somebody was first."""
    found = swaps.locked(swap)
    target = swaps.check_act(found, "withdraw_swap", by=by, now=now)
    return swaps.settle(found, target, events.SwapWithdrawn, by=by, now=now)
