from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org.telling import tell_by_id
from nuandong.tasks.events import TaskReminded
from nuandong.tasks.models import Task
from nuandong.tasks.moving import ASSIGN
from nuandong.tasks.reminding import times
from nuandong.tasks.states import OPEN

_BEFORE: Final = _("任务“%(title)s”请在 %(due)s 前完成，并在系统中报完成。")
_AFTER: Final = _("任务“%(title)s”已过期限（%(due)s），请立即办理并在系统中说明原因。")
_MOST: Final = 200
Recipients = Callable[[Task], Collection[UUID]]


@transaction.atomic
def send_reminders(*, by: Actor, now: datetime, recipients: Recipients) -> int:
    """Remind the owners of tasks whose next reminder is due; returns how many tasks. `recipients` says whom to tell.

    However long nobody ran it, a task gets one message. Repeating it at the same moment changes nothing. Minutes:
    library/work/reminders.yaml. Raises Forbidden. Source: OPS-003, product A7.
    """
    permissions.check(by, ASSIGN)
    rules = times()
    rows = Task.objects.select_for_update(skip_locked=True, no_key=True)
    near = rows.filter(state__in=OPEN, due_at__lte=now + rules.earliest, reminded__lt=len(rules.reminders))
    sent = 0
    for task in near.order_by("due_at", "id")[:_MOST]:
        number = rules.due(task.due_at, now)
        if number <= task.reminded:
            continue
        Task.objects.filter(id=task.id).update(reminded=number)
        people = list(recipients(task))
        body = gettext(_AFTER if task.due_at <= now else _BEFORE) % {
            "title": task.title,
            "due": f"{task.due_at.astimezone(SHANGHAI):%m-%d %H:%M}",
        }
        for staff in people:
            tell_by_id(staff, body, region=task.region, subject=task.id, now=now)
        payload = TaskReminded(unit=task.unit, reminder=number, to=people)
        journal.record(payload, by=by, now=now, region=task.region, subject=task.id)
        sent += 1
    return sent
