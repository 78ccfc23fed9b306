from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.publicity.answering import ANSWER, WORDS, update
from nuandong.publicity.errors import required
from nuandong.publicity.events import OpinionAnswered
from nuandong.publicity.kinds import OpinionState
from nuandong.publicity.links import checked_link
from nuandong.publicity.lookups import opinion_of
from nuandong.publicity.models import Opinion
from nuandong.publicity.policies.opinion import check_answer
from nuandong.tasks.actions.complete_task import complete_task
from nuandong.tasks.actions.record_work import Done, record_work
from nuandong.tasks.states import WORKING

_ANSWERED: Final = "opinion_answered"
_NOTE: Final = 500


@transaction.atomic
def answer_opinion(*, by: Actor, now: datetime, opinion: UUID, answer: str, link: str = "") -> Opinion:
    """The unit answered in public, `link` where, or says why nothing has to be published; its task is done with it.

    Raises NotFound, Forbidden, OutOfScope, NotNow, Invalid, Conflict. Source: OPS-008.
    """
    found = opinion_of(opinion)
    permissions.check(by, ANSWER, region=found.region)
    check_answer(found, by)
    words = clean_text(answer, WORDS, field="answer")
    if not words:
        raise required("answer", _("回应内容"))
    where = checked_link(link)
    if found.task.state in WORKING:
        complete_task(by=by, now=now, task=found.task_id, note=words[:_NOTE])
    record_work(by=by, now=now, region=found.region, subject=found.id, what=Done(work=_ANSWERED, done=1))
    update(
        found,
        state=OpinionState.ANSWERED,
        answer=words,
        answer_link=where,
        answered_at=now,
        answered_by=by.staff,
    )
    payload = OpinionAnswered(unit=found.unit, in_time=now <= found.task.due_at)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, text={"words": words})
    return opinion_of(found.id)
