"""The journal events of tasks and of recorded work."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from pydantic import Field

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.schema import Strength
from nuandong.tasks.kinds_of_work import kinds
from nuandong.tasks.states import OriginKind

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


class _OfTask(journal.Payload):
    subject_type: ClassVar[str] = "tasks.task"
    unit: UUID


@journal.register
class TaskAssigned(_OfTask):
    """A unit was given a task; title and deliverable lie in the sidecar."""

    kind: ClassVar[str] = "tasks.task_assigned"
    title: ClassVar[str] = _("下达任务")
    assigner: UUID
    due_at: datetime
    came_from: OriginKind
    came_of: UUID | None
    strength: Strength


@journal.register
class TaskReceived(_OfTask):
    kind: ClassVar[str] = "tasks.task_received"
    title: ClassVar[str] = _("签收任务")
    responsible: UUID | None


@journal.register
class TaskReported(_OfTask):
    """How far it is, in percent."""

    kind: ClassVar[str] = "tasks.task_reported"
    title: ClassVar[str] = _("报告任务进度")
    progress: int = Field(ge=0, le=100)
    files: list[UUID]


@journal.register
class TaskCompleted(_OfTask):
    kind: ClassVar[str] = "tasks.task_completed"
    title: ClassVar[str] = _("完成任务")
    in_time: bool
    files: list[UUID]


@journal.register
class TaskAccepted(_OfTask):
    """`in_time`: whether the owner had completed it by its time."""

    kind: ClassVar[str] = "tasks.task_accepted"
    title: ClassVar[str] = _("验收任务")
    in_time: bool


@journal.register
class TaskReturned(_OfTask):
    kind: ClassVar[str] = "tasks.task_returned"
    title: ClassVar[str] = _("退回任务")


@journal.register
class TaskRecalled(_OfTask):
    kind: ClassVar[str] = "tasks.task_recalled"
    title: ClassVar[str] = _("撤回任务")


@journal.register
class TaskExtended(_OfTask):
    kind: ClassVar[str] = "tasks.task_extended"
    title: ClassVar[str] = _("任务延期")
    due_at: datetime
    was_due_at: datetime


@journal.register
class TaskExplained(_OfTask):
    """The owner said why it is late."""

    kind: ClassVar[str] = "tasks.task_explained"
    title: ClassVar[str] = _("说明任务迟办原因")


@journal.register
class TaskPassed(_OfTask):
    """Another one of the owner's people answers for it."""

    kind: ClassVar[str] = "tasks.task_passed"
    title: ClassVar[str] = _("更换任务责任人")
    responsible: UUID


@journal.register
class TaskReminded(_OfTask):
    """People of the owner were told of its time; `reminder` counts those of library/work/reminders.yaml."""

    kind: ClassVar[str] = "tasks.task_reminded"
    title: ClassVar[str] = _("提醒任务期限")
    reminder: int
    to: list[UUID]


@journal.register
class TaskEscalated(_OfTask):
    kind: ClassVar[str] = "tasks.task_escalated"
    title: ClassVar[str] = _("任务超期呼叫领导")
    level: int
    to: UUID
    why: str


@journal.register
class TaskEscalationConfirmed(_OfTask):
    kind: ClassVar[str] = "tasks.task_escalation_confirmed"
    title: ClassVar[str] = _("确认督办任务")
    level: int


@journal.register
class TaskLadderEnded(_OfTask):
    """Every leader on the ladder was rung up and nobody confirmed."""

    kind: ClassVar[str] = "tasks.task_ladder_ended"
    title: ClassVar[str] = _("任务督办名单已呼叫完")
    called: int
