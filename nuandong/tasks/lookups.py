"""One row by its id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.org.rows import only
from nuandong.tasks.errors import no_such
from nuandong.tasks.models import Task, WorkRecord


def work_of(identity: UUID) -> WorkRecord:
    """A record of work, a voided one included."""
    return only(WorkRecord.objects.filter(id=identity), no_such(_("工作登记")))


def task_of(identity: UUID) -> Task:
    """A task of the entered scope."""
    return only(Task.objects.filter(id=identity), no_such(_("任务")))
