from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups, policies
from nuandong.duty.models import Shift
from nuandong.duty.moving import move
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor


@transaction.atomic
def start_shift(*, by: Actor, now: datetime, shift: UUID, acted_at: datetime | None = None) -> Shift:
    """Report for duty, or note that somebody did who called in; from two hours before the planned time on.

    `acted_at` is when duty began, for later entry. Raises Forbidden, OutOfScope, NotFound, NotNow (state, time),
    Conflict when somebody was first. Source: RES-026.
    """
    found = lookups.shift_of(shift)
    policies.check_may_report(by, found)
    when = acted_at or now
    policies.check_start(found, when)
    move(found, "start_shift", started_at=when)
    payload = events.ShiftStarted(**lookups.told(found))
    journal.record(payload, by=by, now=now, acted_at=acted_at, region=found.region, subject=found.id)
    return found
