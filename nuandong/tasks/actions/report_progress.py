from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.tasks.events import TaskReported
from nuandong.tasks.lookups import task_of
from nuandong.tasks.models import Task
from nuandong.tasks.moving import DO, attach, noted, update
from nuandong.tasks.policies.task import check_owner, check_working


@transaction.atomic
def report_progress(
    *, by: Actor, now: datetime, task: UUID, progress: int, note: str = "", files: Collection[UUID] = ()
) -> Task:
    """The owner says how far it is, in percent, with a note and photos.

    Raises NotFound, Forbidden, OutOfScope, NotNow unless it is being worked on, Invalid for the percentage, Conflict.
    """
    found = task_of(task)
    permissions.check(by, DO, region=found.region)
    check_owner(found, by)
    check_working(found)
    if not 0 <= progress <= 100:
        raise Invalid("tasks.percent", _("进度要在 0 到 100 之间。"), _("请填写百分数。"), field="progress")
    update(found, progress=progress)
    payload = TaskReported(unit=found.unit, progress=progress, files=attach(found, files, by=by, now=now))
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, text=noted(note))
    return task_of(found.id)
