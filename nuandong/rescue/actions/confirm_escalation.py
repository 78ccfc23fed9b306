from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import ladder, permissions
from nuandong.rescue.errors import no_such
from nuandong.rescue.events.clue import EscalationConfirmed
from nuandong.rescue.kinds import Grounds
from nuandong.rescue.lookups import clue_of, raced_on
from nuandong.rescue.models import Clue


@transaction.atomic
def confirm_escalation(*, by: Actor, now: datetime, escalation: UUID) -> Clue:
    """Say that one takes care of it: nobody further up is rung up about this clue on these grounds.

    The operator who reached the leader by telephone may confirm for him; both stand in the event. Raises NotFound,
    Forbidden, OutOfScope, Conflict if somebody confirmed already. Source: product A3.
    """
    found = ladder.call_of(escalation)
    if found is None:
        raise no_such(_("升级事项"))
    clue = clue_of(found.subject)
    permissions.check(by, "rescue.dispatch.order", region=found.region)
    if not ladder.confirm(found, staff=by.staff, now=now):
        raise raced_on(clue.id)
    Clue.objects.filter(id=clue.id).update(nobody_left_at=None)
    payload = EscalationConfirmed(level=found.level, grounds=Grounds(found.grounds))
    journal.record(payload, by=by, now=now, region=found.region, subject=clue.id)
    return clue_of(clue.id)
