from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import ladder, permissions
from nuandong.tasks.errors import no_such, raced
from nuandong.tasks.events import TaskEscalationConfirmed
from nuandong.tasks.lookups import task_of
from nuandong.tasks.models import Task
from nuandong.tasks.moving import CONFIRM


@transaction.atomic
def confirm_task_escalation(*, by: Actor, now: datetime, escalation: UUID) -> Task:
    """Say that one sees to it: nobody further up is rung up about this task.

    Whoever reached the leader by telephone may confirm for him; both stand in the event. Raises NotFound, Forbidden,
    OutOfScope, Conflict if somebody confirmed already. Source: product A3.
    """
    found = ladder.call_of(escalation)
    if found is None:
        raise no_such(_("督办事项"))
    task = task_of(found.subject)
    permissions.check(by, CONFIRM, region=found.region)
    if not ladder.confirm(found, staff=by.staff, now=now):
        raise raced()
    Task.objects.filter(id=task.id).update(nobody_left_at=None)
    payload = TaskEscalationConfirmed(unit=task.unit, level=found.level)
    journal.record(payload, by=by, now=now, region=found.region, subject=task.id)
    return task_of(task.id)
