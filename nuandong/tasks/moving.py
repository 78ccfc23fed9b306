"""What the acts on a task share: the move to the next state, its photos, its words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_text
from nuandong.tasks.errors import raced, required
from nuandong.tasks.evidence import check_stored
from nuandong.tasks.models import Task, TaskFile
from nuandong.tasks.states import TASK, TaskState

ASSIGN: Final = "tasks.task.assign"
DO: Final = "tasks.task.do"
COMPLETE: Final = "tasks.task.complete"
ACCEPT: Final = "tasks.task.accept"
CONFIRM: Final = "tasks.escalation.confirm"
WORDS: Final = 500


def move(task: Task, act: str, **changes: Any) -> None:
    """Bring the task to the next state if it is still in the one it was read in. Raises Conflict."""
    state = TASK[TaskState(task.state)][act]
    update(task, state=state, **changes)


def update(task: Task, **changes: Any) -> None:
    """Change a task that nobody has moved since it was read. Raises Conflict."""
    if Task.objects.filter(id=task.id, state=task.state, due_at=task.due_at).update(**changes) != 1:
        raise raced()


def attach(task: Task, files: Iterable[UUID], *, by: Actor, now: datetime) -> list[UUID]:
    """Keep stored photos with the task; NotFound for one that was not stored for this."""
    added = list(files)
    check_stored(added)
    TaskFile.objects.bulk_create(
        TaskFile(id=new_id(now), region=task.region, task=task, file=file, added_at=now, added_by=by.staff)
        for file in added
    )
    return added


def noted(note: str) -> dict[str, str] | None:
    """A note for the sidecar of an event."""
    words = clean_text(note, WORDS, field="note")
    return {"note": words} if words else None


def reasoned(reason: str, what: str) -> str:
    """A reason that must be given; `what` is its Chinese name."""
    words = clean_text(reason, WORDS, field="reason")
    if not words:
        raise required("reason", what)
    return words
