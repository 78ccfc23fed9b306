from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.tasks.events import TaskRecalled
from nuandong.tasks.lookups import task_of
from nuandong.tasks.models import Task
from nuandong.tasks.moving import ASSIGN, move, reasoned
from nuandong.tasks.policies.task import check_giver, check_move


@transaction.atomic
def recall_task(*, by: Actor, now: datetime, task: UUID, reason: str) -> Task:
    """The unit that gave it takes it back: nobody has to do it any more.

    Raises NotFound, Forbidden, OutOfScope, NotNow once it was completed, Invalid without a reason, Conflict.
    """
    found = task_of(task)
    permissions.check(by, ASSIGN, region=found.region)
    check_giver(found, by)
    check_move(found, "recall_task")
    why = reasoned(reason, _("撤回原因"))
    move(found, "recall_task", decided_at=now, decided_by=by.staff)
    journal.record(TaskRecalled(unit=found.unit), by=by, now=now, region=found.region, subject=found.id, reason=why)
    return task_of(found.id)
