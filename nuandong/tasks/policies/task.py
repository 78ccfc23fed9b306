"""Whether a task can be given so, and who may do what with it now."""

from datetime import datetime, timedelta
from typing import Final

from nuandong.geo.codes import contains
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError, Forbidden, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.tasks.models import Task
from nuandong.tasks.states import OPEN, TASK, WORKING, TaskState

LONGEST: Final = timedelta(days=400)
"""No task runs longer than a season and its aftermath."""


def check_due(due_at: datetime, now: datetime) -> None:
    """Raise Invalid for a time that is over, or so far ahead that the year must be wrong."""
    if due_at <= now:
        raise Invalid("tasks.due_over", _("完成期限已经过了。"), _("请填写以后的时间。"), field="due_at")
    if due_at > now + LONGEST:
        raise Invalid("tasks.due_far", _("完成期限太远。"), _("请核对年份。"), field="due_at")


def check_region(unit_region: int, region: int) -> None:
    """Raise Invalid unless the work lies where the unit works."""
    if not contains(unit_region, region):
        raise Invalid(
            "tasks.not_its_region",
            _("这个单位不负责这个区划。"),
            _("请选择该单位管辖范围内的区划，或换一个单位。"),
            field="unit",
        )


def check_owner(task: Task, by: Actor) -> None:
    """Raise Forbidden for anybody but the people of the owner."""
    if by.unit != task.unit:
        raise Forbidden(
            "tasks.not_owner", _("这项任务由别的单位办理。"), _("请由责任单位的同事办理；代录请用代录功能。")
        )


def check_giver(task: Task, by: Actor) -> None:
    """Raise Forbidden for anybody but the people of the unit that gave it."""
    if by.unit != task.giver:
        raise Forbidden("tasks.not_giver", _("这项任务不是您的单位下达的。"), _("请由下达单位的同事办理。"))


def check_move(task: Task, act: str) -> None:
    """Raise NotNow naming the state that forbids the act."""
    if act not in TASK[TaskState(task.state)]:
        raise _wrong_state(task)


def check_working(task: Task) -> None:
    """Raise NotNow unless the owner works on it."""
    if task.state not in WORKING:
        raise _wrong_state(task)


def check_open(task: Task) -> None:
    """Raise NotNow for a task that the owner has no more to do with."""
    if task.state not in OPEN:
        raise _wrong_state(task)


def is_late(task: Task, now: datetime) -> bool:
    """Still to be done after its time."""
    return task.state in OPEN and task.due_at < now


def check_late(task: Task, now: datetime) -> None:
    """Raise NotNow for a task there is nothing to explain about."""
    check_open(task)
    if not is_late(task, now):
        raise NotNow("tasks.not_late", _("这项任务还没有超期。"), _("来不及办完的，请联系下达单位延期。"))


def check_acceptor(task: Task, by: Actor) -> None:
    """Raise Forbidden for whoever completed it himself."""
    if by.staff == task.completed_by:
        raise Forbidden("tasks.own_completion", _("完成任务的人不得自己验收。"), _("请由下达单位的另一位同事验收。"))


def check_extension(task: Task, due_at: datetime, now: datetime) -> None:
    """Raise NotNow, or Invalid unless the new time is later than the old one and lies ahead."""
    check_open(task)
    check_due(due_at, now)
    if due_at <= task.due_at:
        raise Invalid(
            "tasks.not_later", _("新期限不晚于原期限。"), _("要提前完成的，请撤回后重新下达。"), field="due_at"
        )


def _wrong_state(task: Task) -> DomainError:
    return NotNow(
        "tasks.wrong_state",
        _("任务现在的状态是“%(state)s”，不能这样办理。"),
        _("请刷新页面查看最新情况。"),
        state=TaskState(task.state).label,
    )
