from datetime import datetime

from django.db import transaction

from nuandong.duty import events, swaps
from nuandong.duty.models import SwapRequest
from nuandong.duty.states import SwapState
from nuandong.kernel.actors import Actor
from nuandong.org import permissions


@transaction.atomic
def expire_swaps(*, by: Actor, now: datetime) -> int:
    """Requests nobody answered before a shift began come to nothing; returns how many. Raises Forbidden."""
    permissions.check(by, "duty.roster.change")
    waiting = SwapRequest.objects.filter(state=SwapState.ASKED, until__lte=now)
    rows = list(waiting.select_for_update(skip_locked=True, no_key=True))
    for found in rows:
        swaps.settle(found, SwapState.EXPIRED, events.SwapExpired, by=by, now=now)
    return len(rows)
