from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.publicity.answering import SETTLE, WORDS, update
from nuandong.publicity.errors import required
from nuandong.publicity.events import OpinionClosed, OpinionReturned
from nuandong.publicity.kinds import OpinionState
from nuandong.publicity.lookups import opinion_of
from nuandong.publicity.models import Opinion
from nuandong.publicity.policies.opinion import check_settle
from nuandong.tasks.actions.accept_task import accept_task
from nuandong.tasks.actions.return_task import return_task
from nuandong.tasks.states import TaskState


@transaction.atomic
def settle_opinion(*, by: Actor, now: datetime, opinion: UUID, good: bool, note: str = "") -> Opinion:
    """The unit that found it looks at the answer: good, it is closed; else it goes back to the unit with a reason.

    Raises NotFound, Forbidden, OutOfScope, NotNow, Invalid without a reason, Conflict. Source: OPS-008.
    """
    found = opinion_of(opinion)
    permissions.check(by, SETTLE, region=found.region)
    check_settle(found, by)
    words = clean_text(note, WORDS, field="note")
    done = found.task.state == TaskState.DONE
    payload: OpinionClosed | OpinionReturned
    if good:
        if done:
            accept_task(by=by, now=now, task=found.task_id)
        update(found, state=OpinionState.CLOSED, closed_at=now, closed_by=by.staff)
        in_time = found.answered_at is not None and found.answered_at <= found.task.due_at
        payload = OpinionClosed(unit=found.unit, in_time=in_time)
    else:
        if not words:
            raise required("note", _("退回原因"))
        if done:
            return_task(by=by, now=now, task=found.task_id, reason=words[:500])
        update(found, state=OpinionState.VERIFIED, returned=found.returned + 1)
        payload = OpinionReturned(unit=found.unit)
    text = {"note": words} if words else None
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, text=text)
    return opinion_of(found.id)
