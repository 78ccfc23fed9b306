from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.publicity.answering import ANSWER, WORDS, update
from nuandong.publicity.errors import required
from nuandong.publicity.events import OpinionVerified
from nuandong.publicity.kinds import OpinionState, Verdict
from nuandong.publicity.lookups import opinion_of
from nuandong.publicity.models import Opinion
from nuandong.publicity.policies.opinion import check_verify
from nuandong.tasks.actions.receive_task import receive_task
from nuandong.tasks.states import TaskState


@transaction.atomic
def verify_opinion(*, by: Actor, now: datetime, opinion: UUID, verdict: Verdict, note: str) -> Opinion:
    """The unit looked into it; whoever does signs for the task as well.

    Raises NotFound, Forbidden, OutOfScope, NotNow, Invalid without words, Conflict. Source: OPS-008.
    """
    found = opinion_of(opinion)
    permissions.check(by, ANSWER, region=found.region)
    check_verify(found, by)
    words = clean_text(note, WORDS, field="note")
    if not words:
        raise required("note", _("核实情况"))
    if found.task.state == TaskState.ASSIGNED:
        receive_task(by=by, now=now, task=found.task_id)
    update(found, state=OpinionState.VERIFIED, verdict=verdict, verified_at=now, verified_by=by.staff)
    payload = OpinionVerified(unit=found.unit, verdict=verdict)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, text={"note": words})
    return opinion_of(found.id)
