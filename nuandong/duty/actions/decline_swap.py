from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, swaps
from nuandong.duty.models import SwapRequest
from nuandong.kernel.actors import Actor


@transaction.atomic
def decline_swap(*, by: Actor, now: datetime, swap: UUID) -> SwapRequest:
    """The one who was asked does not want to. Raises Forbidden, NotFound, NotNow, Conflict when somebody was first."""
    found = swaps.locked(swap)
    target = swaps.check_act(found, "decline_swap", by=by, now=now)
    return swaps.settle(found, target, events.SwapDeclined, by=by, now=now)
