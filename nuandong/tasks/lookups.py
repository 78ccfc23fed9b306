"""One row by its id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.org.rows import only
from nuandong.tasks.errors import no_such
from nuandong.tasks.models import Task, TaskEscalation, WorkRecord


def work_of(identity: UUID) -> WorkRecord:
    """A record of work, a voided one included."""
    return only(WorkRecord.objects.filter(id=identity), no_such(_("工作登记")))


def task_of(identity: UUID) -> Task:
    """A task of the entered scope."""
    return only(Task.objects.filter(id=identity), no_such(_("任务")))


def escalation_of(identity: UUID) -> TaskEscalation:
    """An escalation of the entered scope, with its task."""
    return only(TaskEscalation.objects.select_related("task").filter(id=identity), no_such(_("督办事项")))
