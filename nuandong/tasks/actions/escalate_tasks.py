from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import ladder, permissions
from nuandong.org import selectors as org
from nuandong.org.ladder import Rung
from nuandong.plans.schema import Strength
from nuandong.tasks.events import TaskEscalated, TaskLadderEnded
from nuandong.tasks.models import Task
from nuandong.tasks.moving import ASSIGN
from nuandong.tasks.reminding import times
from nuandong.tasks.selectors_escalation import ladder_of
from nuandong.tasks.states import OPEN

if TYPE_CHECKING:
    from nuandong.org.models import LadderCall

_TEXT: Final = _("%(unit)s的任务“%(title)s”已超期，请督办并在系统中确认。")
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Raised:
    """What a run did: the escalations raised, and the tasks whose ladder came to its end in this run."""

    escalations: tuple["LadderCall", ...]
    nobody_left: tuple[UUID, ...]


@transaction.atomic
def escalate_tasks(*, by: Actor, now: datetime, leaders: Callable[[int], Sequence[Rung]]) -> Raised:
    """Ring up a leader about every late task that must be done; the next one if the one before did not confirm.

    `leaders` gives the ladder of a region (12-digit code). Outside the hours of library/work/reminders.yaml nobody is
    rung up. Repeating it at the same moment changes nothing. Raises Forbidden. Source: product A3.
    """
    permissions.check(by, ASSIGN)
    rules = times()
    if not rules.rings_at(now):
        return Raised((), ())
    raised: list[LadderCall] = []
    nobody: list[UUID] = []
    rows = Task.objects.select_for_update(skip_locked=True, no_key=True)
    horizon = now - timedelta(minutes=rules.escalate_after)
    late = rows.filter(state__in=OPEN, strength=Strength.MUST.value, due_at__lte=horizon)
    for task in late.order_by("due_at", "id")[:_MOST]:
        turn = ladder.turn(
            ladder_of(task), now, confirm=timedelta(minutes=rules.confirm), rungs=partial(leaders, task.region)
        )
        if turn is None:
            continue
        if turn.leader is not None:
            raised.append(_raise(task, turn.called + 1, turn.leader, by=by, now=now))
            continue
        if task.nobody_left_at is not None:
            continue
        Task.objects.filter(id=task.id).update(nobody_left_at=now)
        payload = TaskLadderEnded(unit=task.unit, called=turn.called)
        journal.record(payload, by=by, now=now, region=task.region, subject=task.id)
        nobody.append(task.id)
    return Raised(tuple(raised), tuple(nobody))


def _raise(task: Task, level: int, leader: Rung, *, by: Actor, now: datetime) -> "LadderCall":
    unit = org.unit_names([task.unit]).get(task.unit, "")
    body = gettext(_TEXT) % {"unit": unit, "title": task.title}
    made = ladder.call(ladder_of(task), leader, level=level, region=task.region, body=body, now=now)
    Task.objects.filter(id=task.id).update(nobody_left_at=None)
    payload = TaskEscalated(unit=task.unit, level=level, to=leader.staff, why=leader.reason)
    journal.record(payload, by=by, now=now, region=task.region, subject=task.id)
    return made
