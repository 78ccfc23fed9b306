from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions, separation
from nuandong.tasks.events import TaskAccepted
from nuandong.tasks.lookups import task_of
from nuandong.tasks.models import Task
from nuandong.tasks.moving import ACCEPT, ASSIGN, move, noted
from nuandong.tasks.policies.task import check_acceptor, check_giver, check_move


@transaction.atomic
def accept_task(*, by: Actor, now: datetime, task: UUID, note: str = "") -> Task:
    """The unit that gave it finds it done (验收); never the person who completed it.

    Raises NotFound, Forbidden, OutOfScope, NotNow, Conflict if somebody was first. Source: OPS-003.
    """
    found = task_of(task)
    permissions.check(by, ASSIGN, region=found.region)
    check_giver(found, by)
    check_move(found, "accept_task")
    check_acceptor(found, by)
    separation.note_act(by=by, case=found.id, act=ACCEPT, now=now)
    move(found, "accept_task", decided_at=now, decided_by=by.staff)
    payload = TaskAccepted(
        unit=found.unit, in_time=found.completed_at is not None and found.completed_at <= found.due_at
    )
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, text=noted(note))
    return task_of(found.id)
