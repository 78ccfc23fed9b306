"""Tasks of one's unit: to be signed for, to be done, to be accepted."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.org import selectors as org
from nuandong.tasks import selectors, selectors_escalation
from nuandong.tasks.states import OriginKind, TaskState
from nuandong.web.pages.home.item import MOST, Item, tone_of
from nuandong.web.wording import ACCENT, LATE, SOON_TONE, titled

_DAY: Final = timedelta(days=1)
_DAY_MINUTES: Final = 24 * 60


def to_do(actor: Actor, now: datetime) -> Iterator[Item]:
    """What one's unit has still to do, the earliest due first."""
    acts = {TaskState.ASSIGNED: _("签收任务"), TaskState.RECEIVED: _("办理任务"), TaskState.RETURNED: _("重办任务")}
    pages = {TaskState.ASSIGNED: ("task-receive", _("签收"))}
    for row in selectors.to_do(actor.unit, limit=MOST):
        state = TaskState(row.state)
        page, press = pages.get(state, ("task", _("办理")))
        about = row.id
        if row.origin == OriginKind.OPINION and row.origin_of is not None:
            page, press, about = "opinion", _("回应"), row.origin_of
        tone = tone_of(row.due_at, now, _DAY)
        yield Item(
            ACCENT if state is TaskState.ASSIGNED and tone != LATE else tone,
            titled(acts[state], row.title),
            reverse(page, args=[about]),
            note=row.deliverable,
            due=row.due_at,
            soon=_DAY_MINUTES,
            action=press,
            icon="checklist",
        )


def to_confirm(actor: Actor, now: datetime) -> Iterator[Item]:
    """Late tasks about which a leader was rung up and nobody has confirmed: whom to ring next."""
    rows = selectors_escalation.waiting(limit=MOST)
    names = org.names_of([row.call.leader for row in rows])
    for row in rows:
        who = names.get(row.call.leader, "")
        title = _("任务超期，请打给%(who)s：%(task)s") % {"who": who, "task": row.task.title}
        yield Item(
            LATE, title, reverse("task", args=[row.task.id]), due=row.task.due_at, action=_("确认"), icon="phone-call"
        )


def to_accept(actor: Actor, now: datetime) -> Iterator[Item]:
    """What others completed for one's unit."""
    for row in selectors.to_accept(actor.unit, but_of=actor.staff, limit=MOST):
        if row.origin in {OriginKind.FINDING, OriginKind.OPINION}:
            # The re-check of the finding, the closing of the opinion accepts it, and has a line of its own.
            continue
        title = titled(_("验收任务"), row.title)
        yield Item(SOON_TONE, title, reverse("task", args=[row.id]), action=_("验收"), icon="clipboard-check")
