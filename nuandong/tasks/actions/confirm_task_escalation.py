from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.tasks.errors import raced
from nuandong.tasks.events import TaskEscalationConfirmed
from nuandong.tasks.lookups import escalation_of
from nuandong.tasks.models import Task, TaskEscalation
from nuandong.tasks.moving import CONFIRM


@transaction.atomic
def confirm_task_escalation(*, by: Actor, now: datetime, escalation: UUID) -> TaskEscalation:
    """Say that one sees to it: nobody further up is rung up about this task.

    Whoever reached the leader by telephone may confirm for him; both stand in the event. Raises NotFound, Forbidden,
    OutOfScope, Conflict if somebody confirmed already. Source: product A3.
    """
    found = escalation_of(escalation)
    permissions.check(by, CONFIRM, region=found.region)
    rows = TaskEscalation.objects.filter(id=found.id, confirmed_at=None)
    if rows.update(confirmed_at=now, confirmed_by=by.staff) != 1:
        raise raced()
    Task.objects.filter(id=found.task_id).update(nobody_left_at=None)
    payload = TaskEscalationConfirmed(unit=found.task.unit, level=found.level)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.task_id)
    return escalation_of(found.id)
