from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.tasks.events import TaskExplained
from nuandong.tasks.lookups import task_of
from nuandong.tasks.models import Task
from nuandong.tasks.moving import DO, reasoned, update
from nuandong.tasks.policies.task import check_late, check_owner


@transaction.atomic
def explain_lateness(*, by: Actor, now: datetime, task: UUID, reason: str) -> Task:
    """The owner says why it is late; the words stand on the accountability list (问责清单), the latest of them.

    Raises NotFound, Forbidden, OutOfScope, NotNow for a task that is not late, Invalid without a reason, Conflict.
    Source: OPS-006.
    """
    found = task_of(task)
    permissions.check(by, DO, region=found.region)
    check_owner(found, by)
    check_late(found, now)
    why = reasoned(reason, _("迟办原因"))
    payload = TaskExplained(unit=found.unit)
    event = journal.record(payload, by=by, now=now, region=found.region, subject=found.id, reason=why)
    update(found, explained_event=event.id)
    return task_of(found.id)
