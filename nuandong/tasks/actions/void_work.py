from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.tasks.actions.record_work import RECORD
from nuandong.tasks.errors import raced, required
from nuandong.tasks.events import WorkVoided
from nuandong.tasks.lookups import work_of
from nuandong.tasks.models import WorkRecord
from nuandong.tasks.policies.work import check_voidable

_WORDS = 200


@transaction.atomic
def void_work(*, by: Actor, now: datetime, record: UUID, reason: str) -> WorkRecord:
    """Take a record back: its event is voided and counts no longer; a right one is recorded anew.

    Raises NotFound, Forbidden for somebody of another unit, OutOfScope, NotNow for a voided one, Invalid without a
    reason, Conflict if somebody was first.
    """
    found = work_of(record)
    permissions.check(by, RECORD, region=found.region)
    check_voidable(found, by)
    why = clean_text(reason, _WORDS, field="reason")
    if not why:
        raise required("reason", _("作废原因"))
    if WorkRecord.objects.filter(id=found.id, voided_at=None).update(voided_at=now) != 1:
        raise raced()
    payload = WorkVoided(record=found.id)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.subject, reason=why, voids=found.event)
    return work_of(found.id)
