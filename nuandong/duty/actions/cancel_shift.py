from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups
from nuandong.duty.models import Shift
from nuandong.duty.moving import move
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions


@transaction.atomic
def cancel_shift(*, by: Actor, now: datetime, shift: UUID, reason: str = "") -> Shift:
    """Take a planned shift off the roster. Raises Forbidden, OutOfScope, NotFound, NotNow, Conflict."""
    found = lookups.shift_of(shift)
    permissions.check(by, "duty.roster.change", region=found.region)
    move(found, "cancel_shift")
    payload = events.ShiftCancelled(**lookups.told(found))
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, reason=reason or None)
    return found
