from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.tasks.events import TaskReturned
from nuandong.tasks.lookups import task_of
from nuandong.tasks.models import Task
from nuandong.tasks.moving import ASSIGN, move, reasoned
from nuandong.tasks.policies.task import check_acceptor, check_giver, check_move


@transaction.atomic
def return_task(*, by: Actor, now: datetime, task: UUID, reason: str) -> Task:
    """The unit that gave it finds it wanting: back to the owner, whose time does not change.

    Raises NotFound, Forbidden, OutOfScope, NotNow, Invalid without a reason, Conflict if somebody was first.
    """
    found = task_of(task)
    permissions.check(by, ASSIGN, region=found.region)
    check_giver(found, by)
    check_move(found, "return_task")
    check_acceptor(found, by)
    why = reasoned(reason, _("退回原因"))
    move(found, "return_task", decided_at=now, decided_by=by.staff, completed_at=None, completed_by=None)
    journal.record(TaskReturned(unit=found.unit), by=by, now=now, region=found.region, subject=found.id, reason=why)
    return task_of(found.id)
