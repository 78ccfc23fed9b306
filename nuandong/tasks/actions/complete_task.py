from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.tasks.errors import out_of_order, required
from nuandong.tasks.events import TaskCompleted
from nuandong.tasks.lookups import task_of
from nuandong.tasks.models import Task
from nuandong.tasks.moving import COMPLETE, DO, attach, move, noted
from nuandong.tasks.policies.task import check_move, check_owner


@transaction.atomic
def complete_task(
    *,
    by: Actor,
    now: datetime,
    task: UUID,
    note: str = "",
    files: Collection[UUID] = (),
    acted_at: datetime | None = None,
) -> Task:
    """The owner has done it, shown by photos or told in words; `acted_at` is when, for what is typed later (补录).

    Raises NotFound, Forbidden (another unit, or somebody who accepted it before), OutOfScope, NotNow, Invalid without
    any evidence or for a time before the receipt or ahead, Conflict if somebody was first. Source: OPS-003.
    """
    found = task_of(task)
    permissions.check(by, DO, region=found.region)
    check_owner(found, by)
    check_move(found, "complete_task")
    text = noted(note)
    if text is None and not files:
        raise required("note", _("完成情况"))
    if acted_at is not None and found.received_at is not None and acted_at < found.received_at:
        raise out_of_order("acted_at")
    separation.note_act(by=by, case=found.id, act=COMPLETE, now=now)
    shown = attach(found, files, by=by, now=now)
    payload = TaskCompleted(unit=found.unit, in_time=(acted_at or now) <= found.due_at, files=shown)
    event = journal.record(payload, by=by, now=now, acted_at=acted_at, region=found.region, subject=found.id, text=text)
    move(found, "complete_task", completed_at=event.acted_at, completed_by=by.staff, progress=100)
    return task_of(found.id)
