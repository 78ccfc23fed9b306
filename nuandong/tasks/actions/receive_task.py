from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.tasks.events import TaskReceived
from nuandong.tasks.lookups import task_of
from nuandong.tasks.models import Task
from nuandong.tasks.moving import DO, move
from nuandong.tasks.policies.task import check_move, check_owner


@transaction.atomic
def receive_task(*, by: Actor, now: datetime, task: UUID, acted_at: datetime | None = None) -> Task:
    """The owner signs for a task (签收); whoever signs answers for it where nobody was named.

    Raises NotFound, Forbidden for another unit, OutOfScope, NotNow, Conflict if somebody was first. Source: OPS-003.
    """
    found = task_of(task)
    permissions.check(by, DO, region=found.region)
    check_owner(found, by)
    check_move(found, "receive_task")
    responsible = found.responsible or by.staff
    payload = TaskReceived(unit=found.unit, responsible=responsible)
    event = journal.record(payload, by=by, now=now, acted_at=acted_at, region=found.region, subject=found.id)
    move(found, "receive_task", received_at=event.acted_at, received_by=by.staff, responsible=responsible)
    return task_of(found.id)
