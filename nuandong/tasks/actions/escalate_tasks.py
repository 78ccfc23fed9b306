from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import ladder, permissions
from nuandong.org import selectors as org
from nuandong.outbox.posting import post
from nuandong.plans.schema import Strength
from nuandong.tasks.actions.send_reminders import CHANNEL
from nuandong.tasks.events import TaskEscalated, TaskLadderEnded
from nuandong.tasks.models import Task, TaskEscalation
from nuandong.tasks.moving import ASSIGN
from nuandong.tasks.reminding import times
from nuandong.tasks.states import OPEN

_TEXT: Final = _("%(unit)s的任务“%(title)s”已超期，请督办并在系统中确认。")
_MOST: Final = 200


class Leader(Protocol):
    """Somebody on the ladder, and why him."""

    @property
    def staff(self) -> UUID: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Raised:
    """What a run did: the escalations raised, and the tasks whose ladder came to its end in this run."""

    escalations: tuple[TaskEscalation, ...]
    nobody_left: tuple[UUID, ...]


@transaction.atomic
def escalate_tasks(*, by: Actor, now: datetime, leaders: Callable[[int], Sequence[Leader]]) -> Raised:
    """Ring up a leader about every late task that must be done; the next one if the one before did not confirm.

    `leaders` gives the ladder of a region (12-digit code). Outside the hours of library/work/reminders.yaml nobody is
    rung up. Repeating it at the same moment changes nothing. Raises Forbidden. Source: product A3.
    """
    permissions.check(by, ASSIGN)
    rules = times()
    if not rules.rings_at(now):
        return Raised((), ())
    raised: list[TaskEscalation] = []
    nobody: list[UUID] = []
    rows = Task.objects.select_for_update(skip_locked=True, no_key=True)
    horizon = now - timedelta(minutes=rules.escalate_after)
    late = rows.filter(state__in=OPEN, strength=Strength.MUST.value, due_at__lte=horizon)
    for task in late.order_by("due_at", "id")[:_MOST]:
        earlier = list(task.escalations.filter(due_at=task.due_at).order_by("level"))
        if not ladder.next_is_due(earlier, now, confirm=timedelta(minutes=rules.confirm)):
            continue
        leader = ladder.next_rung(earlier, leaders(task.region))
        if leader is not None:
            raised.append(_raise(task, len(earlier) + 1, leader, by=by, now=now))
            continue
        if task.nobody_left_at is not None:
            continue
        Task.objects.filter(id=task.id).update(nobody_left_at=now)
        payload = TaskLadderEnded(unit=task.unit, called=len(earlier))
        journal.record(payload, by=by, now=now, region=task.region, subject=task.id)
        nobody.append(task.id)
    return Raised(tuple(raised), tuple(nobody))


def _raise(task: Task, level: int, leader: Leader, *, by: Actor, now: datetime) -> TaskEscalation:
    escalation = TaskEscalation.objects.create(
        id=new_id(now),
        region=task.region,
        task=task,
        due_at=task.due_at,
        level=level,
        leader=leader.staff,
        why=leader.reason,
        raised_at=now,
    )
    Task.objects.filter(id=task.id).update(nobody_left_at=None)
    unit = org.unit_names([task.unit]).get(task.unit, "")
    for phone in ladder.phones_of(leader.staff):
        body = gettext(_TEXT) % {"unit": unit, "title": task.title}
        post(channel=CHANNEL, to=phone, body=body, region=task.region, subject=task.id, now=now)
    payload = TaskEscalated(unit=task.unit, level=level, to=leader.staff, why=leader.reason)
    journal.record(payload, by=by, now=now, region=task.region, subject=task.id)
    return escalation
