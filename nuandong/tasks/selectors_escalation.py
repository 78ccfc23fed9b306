"""Reads of the leaders rung up about late tasks, in the entered scope."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from nuandong.tasks.models import TaskEscalation
from nuandong.tasks.states import OPEN

_MOST = 200


def of_task(identity: UUID) -> list[TaskEscalation]:
    """Everybody rung up about a task, the first one first."""
    return list(TaskEscalation.objects.filter(task=identity).order_by("raised_at", "level"))


def waiting(*, limit: int = _MOST) -> list[TaskEscalation]:
    """The last one rung up about each task still to be done of which nobody has confirmed, the longest late first."""
    rows = TaskEscalation.objects.select_related("task").filter(confirmed_at=None, task__state__in=OPEN)
    last: dict[tuple[UUID, datetime], TaskEscalation] = {}
    for row in rows.order_by("level"):
        if row.due_at == row.task.due_at:
            last[row.task_id, row.due_at] = row
    confirmed = _confirmed(last)
    found = [row for key, row in last.items() if key not in confirmed]
    return sorted(found, key=lambda row: (row.due_at, row.id))[:limit]


def _confirmed(last: Mapping[tuple[UUID, datetime], TaskEscalation]) -> set[tuple[UUID, datetime]]:
    """Ladders on which somebody further down confirmed after all."""
    rows = TaskEscalation.objects.filter(task__in=[task for task, _due in last], confirmed_at__isnull=False)
    return set(rows.values_list("task", "due_at"))
