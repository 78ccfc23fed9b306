"""The journal events of tasks and of recorded work."""

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from pydantic import Field

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.tasks.kinds_of_work import kinds

if TYPE_CHECKING:
    Work = str
else:
    # Closed to the codes of the file, so that a plan that asks for another one is refused where it is read.
    Work = StrEnum("Work", {code.upper(): code for code in kinds()})


@journal.register
class WorkRecorded(journal.Payload):
    """Work was done; subject: what it was done on (a task, household, place) or the record itself.

    `done` is what this record adds, `base` the whole as known then, both in the unit of the kind.
    """

    kind: ClassVar[str] = "tasks.work_recorded"
    title: ClassVar[str] = _("登记工作")
    subject_type: ClassVar[str] = "tasks.work"
    work: Work
    done: int = Field(ge=0)
    base: int | None = Field(ge=0)
    unit: UUID


@journal.register
class WorkVoided(journal.Payload):
    """A record was taken back: it counts no longer."""

    kind: ClassVar[str] = "tasks.work_voided"
    title: ClassVar[str] = _("作废工作登记")
    subject_type: ClassVar[str] = "tasks.work"
    record: UUID
