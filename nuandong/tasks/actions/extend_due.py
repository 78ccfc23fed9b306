from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.tasks.events import TaskExtended
from nuandong.tasks.lookups import task_of
from nuandong.tasks.models import Task
from nuandong.tasks.moving import ASSIGN, reasoned, update
from nuandong.tasks.policies.task import check_extension, check_giver


@transaction.atomic
def extend_due(*, by: Actor, now: datetime, task: UUID, due_at: datetime, reason: str) -> Task:
    """The unit that gave it gives more time; both times stand in the journal, and the reminders begin anew.

    Raises NotFound, Forbidden, OutOfScope, NotNow, Invalid for the time or without a reason, Conflict.
    """
    found = task_of(task)
    permissions.check(by, ASSIGN, region=found.region)
    check_giver(found, by)
    check_extension(found, due_at, now)
    why = reasoned(reason, _("延期原因"))
    update(found, due_at=due_at, reminded=0, nobody_left_at=None)
    payload = TaskExtended(unit=found.unit, due_at=due_at, was_due_at=found.due_at)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, reason=why)
    return task_of(found.id)
