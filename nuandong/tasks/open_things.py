"""What of this module lies open with somebody who is transferred: tasks he answers for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.handover import OpenThing, Provider
from nuandong.tasks.events import TaskPassed
from nuandong.tasks.models import Task
from nuandong.tasks.states import OPEN


def tasks_of(staff: UUID) -> list[OpenThing]:
    """Tasks somebody answers for, the earliest due first."""
    rows = Task.objects.filter(responsible=staff, state__in=OPEN).order_by("due_at", "id")
    return [OpenThing(thing=row.id, label=row.title, since=row.assigned_at) for row in rows]


def move_tasks(*, giver: UUID, taker: UUID, things: Sequence[UUID], by: Actor, now: datetime) -> int:
    """The taker answers for them."""
    rows = list(Task.objects.filter(id__in=things, responsible=giver, state__in=OPEN))
    for row in rows:
        payload = TaskPassed(unit=row.unit, responsible=taker)
        journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return Task.objects.filter(id__in=[row.id for row in rows]).update(responsible=taker)


PROVIDERS: Final = (Provider(code="tasks.tasks", title=_("任务"), listing=tasks_of, move=move_tasks),)
