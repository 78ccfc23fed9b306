"""A task near or past its time is brought to mind: its owner is told, and leaders are rung up until one confirms.

The clock does it, not an event: `run` belongs to a job of every minute (product A3, A7).
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog

from nuandong.duty import selectors as duty
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.org import selectors as org
from nuandong.tasks.actions.escalate_tasks import escalate_tasks
from nuandong.tasks.actions.send_reminders import send_reminders

if TYPE_CHECKING:
    from nuandong.tasks.models import Task

log = structlog.get_logger(__name__)
_FEW: Final = 3


def run(now: datetime) -> int:
    """Remind and ring up whose turn it is; returns how many tasks were spoken of."""
    with scope.enter(SYSTEM):
        reminded = send_reminders(by=SYSTEM, now=now, recipients=partial(recipients, now))
        raised = escalate_tasks(by=SYSTEM, now=now, leaders=partial(duty.next_leaders, now))
    for task in raised.nobody_left:
        log.error("tasks.nobody_left_to_ring", task=str(task))
    return reminded + len(raised.escalations)


def recipients(now: datetime, task: "Task") -> Collection[UUID]:
    """Who is told: whoever answers for it, else the owner's people on duty, else a few of its people."""
    if task.responsible is not None:
        return [task.responsible]
    on_duty = {one.staff for one in duty.people_on_duty(now, task.region) if one.unit == task.unit}
    return on_duty or [one.id for one in org.staff_page(SYSTEM, unit=task.unit, now=now, limit=_FEW).rows]
