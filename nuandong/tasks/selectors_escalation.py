"""Reads of the leaders rung up about late tasks, in the entered scope."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import QuerySet

from nuandong.machine.together import listed
from nuandong.org import ladder
from nuandong.org.ladder import Ladder
from nuandong.tasks.models import Task
from nuandong.tasks.states import OPEN

if TYPE_CHECKING:
    from nuandong.org.models import LadderCall

OVERDUE: Final = "overdue"
"""Why a leader is rung up about a task."""
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A late task, and the last one rung up about it."""

    task: Task
    call: "LadderCall"


def ladder_of(task: Task) -> Ladder:
    """The ladder of a late task; an extended task has one of its own."""
    return Ladder(task.id, OVERDUE, task.due_at)


def waiting(*, limit: int = _MOST) -> list[Waiting]:
    """The last one rung up about each task still to be done of which nobody has confirmed, the longest late first."""
    calls = ladder.unconfirmed(_open())
    tasks = {task.id: task for task in listed(Task.objects.filter(id__in={one.subject for one in calls}))}
    last: dict[UUID, Waiting] = {}
    for one in calls:
        task = tasks[one.subject]
        if one.due_at == task.due_at:
            last[task.id] = Waiting(task, one)
    done = ladder.confirmed(list(last))
    found = [one for one in last.values() if ladder_of(one.task) not in done]
    return sorted(found, key=lambda one: (one.task.due_at, one.call.id))[:limit]


def _open() -> QuerySet[Any, Any]:
    return Task.objects.filter(state__in=OPEN).values("id")
