from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.rescue.events.clue import EscalationConfirmed
from nuandong.rescue.kinds import Grounds
from nuandong.rescue.lookups import escalation_of, raced_on
from nuandong.rescue.models import Clue, Escalation


@transaction.atomic
def confirm_escalation(*, by: Actor, now: datetime, escalation: UUID) -> Escalation:
    """Say that one takes care of it: nobody further up is rung up about this clue on these grounds.

    The operator who reached the leader by telephone may confirm for him; both stand in the event. Raises NotFound,
    Forbidden, OutOfScope, Conflict if somebody confirmed already. Source: product A3.
    """
    found = escalation_of(escalation)
    permissions.check(by, "rescue.dispatch.order", region=found.region)
    changed = Escalation.objects.filter(id=found.id, confirmed_at=None).update(confirmed_at=now, confirmed_by=by.staff)
    if changed != 1:
        raise raced_on(found.clue_id)
    Clue.objects.filter(id=found.clue_id).update(nobody_left_at=None)
    payload = EscalationConfirmed(level=found.level, grounds=Grounds(found.grounds))
    journal.record(payload, by=by, now=now, region=found.region, subject=found.clue_id)
    return escalation_of(found.id)
