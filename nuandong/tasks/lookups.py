"""One row by its id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.tasks.errors import no_such
from nuandong.tasks.models import Task, WorkRecord


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
