"""One row by its id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.tasks.errors import no_such
from nuandong.tasks.models import Task, TaskEscalation, WorkRecord


def work_of(identity: UUID) -> WorkRecord:
    """A record of work, a voided one included."""
    found = WorkRecord.objects.filter(id=identity).first()
    if found is None:
        raise no_such(_("工作登记"))
    return found


def task_of(identity: UUID) -> Task:
    """A task of the entered scope."""
    found = Task.objects.filter(id=identity).first()
    if found is None:
        raise no_such(_("任务"))
    return found


def escalation_of(identity: UUID) -> TaskEscalation:
    """An escalation of the entered scope, with its task."""
    found = TaskEscalation.objects.select_related("task").filter(id=identity).first()
    if found is None:
        raise no_such(_("督办事项"))
    return found
