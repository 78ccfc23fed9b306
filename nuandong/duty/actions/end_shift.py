from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups, policies
from nuandong.duty.models import Shift, TeamPosition
from nuandong.duty.moving import cut, move
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor


@transaction.atomic
def end_shift(*, by: Actor, now: datetime, shift: UUID, acted_at: datetime | None = None) -> Shift:
    """Go off duty. What is left of the planned time is given back, and the team's last position is forgotten.

    `acted_at` is when duty ended, for later entry. Raises Forbidden, OutOfScope, NotFound, NotNow (state), Invalid for
    an end not after the start, Conflict when somebody was first.
    """
    found = lookups.shift_of(shift)
    policies.check_may_report(by, found)
    when = acted_at or now
    policies.check_end(found, when)
    move(found, "end_shift", ended_at=when, period=cut(found, when))
    TeamPosition.objects.filter(team=found.team_id).delete()
    payload = events.ShiftEnded(**lookups.told(found))
    journal.record(payload, by=by, now=now, acted_at=acted_at, region=found.region, subject=found.id)
    return found
