from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups, swaps
from nuandong.duty.errors import RosterRefused
from nuandong.duty.models import SwapRequest
from nuandong.duty.replacing import hand_over
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _


@transaction.atomic
def undo_swap(*, by: Actor, now: datetime, swap: UUID) -> SwapRequest:
    """A leader's veto of a swap that took effect, until either shift begins: each has his own shift again.

    Raises Forbidden, OutOfScope, NotFound, NotNow (settled, begun, handed on since), Conflict when one of them has
    another shift by now, or somebody was first. Source: product C.8.
    """
    found = swaps.locked(swap)
    target = swaps.check_act(found, "undo_swap", by=by, now=now)
    changed = [(found.taken_id, found.asker_id), (found.given_id, found.asked_id)]
    pairs = [(lookups.shift_of(shift), staff) for shift, staff in changed if shift is not None]
    try:
        hand_over(pairs, by=by, now=now)
    except RosterRefused as error:
        raise Conflict(
            "duty.swap_undo_overlaps", _("有人这段时间已另有班次，换不回去。"), _("请先调整那个班次，再撤销。")
        ) from error
    return swaps.settle(found, target, events.SwapUndone, by=by, now=now)
