from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.events.kin import DnaAnswered
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay


@transaction.atomic
def record_dna_answer(
    *, by: Actor, now: datetime, stay: UUID, matched: bool, note: str = "", acted_at: datetime | None = None
) -> Stay:
    """The police answered about the DNA comparison. A match is followed by `identify_stay`.

    Raises Forbidden, OutOfScope, NotFound, NotNow when nothing was asked or answered already. Source: facts 2.2 row 11.
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.stay.register", region=row.region)
    at = times.told(acted_at, now, after=row.dna_requested_at)
    waiting = Stay.objects.filter(id=row.id, dna_requested_at__isnull=False, dna_answered_at=None)
    if waiting.update(dna_answered_at=at) != 1:
        raise NotNow("rescue.dna_not_waiting", _("没有待反馈的DNA申请。"), _("请先登记申请。"))
    payload = DnaAnswered(matched=matched)
    words = {"note": note} if note else None
    journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.id, text=words)
    return stay_of(row.id)
