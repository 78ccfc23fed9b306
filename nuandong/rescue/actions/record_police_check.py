from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.rescue import times
from nuandong.rescue.events.kin import PoliceCheckAnswered
from nuandong.rescue.kinds_stay import Identity
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay
from nuandong.rescue.proof import note_identity


@transaction.atomic
def record_police_check(
    *, by: Actor, now: datetime, stay: UUID, confirmed: bool, note: str = "", acted_at: datetime | None = None
) -> Stay:
    """The police answered who somebody is. `confirmed`: he is who he says, and his identity is known from now on; a
    name that the police found is entered by `identify_stay`.

    Raises Forbidden, OutOfScope, NotFound, NotNow when nothing was asked, Invalid. Source: RES-039, facts 2.2 row 8.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.register", region=row.region)
    if row.police_check_requested_at is None or row.police_check_answered_at is not None:
        raise NotNow("rescue.police_check_not_asked", _("没有待答复的身份核查申请。"), _("请先登记申请。"))
    at = times.told(acted_at, now, after=row.police_check_requested_at)
    Stay.objects.filter(id=row.id).update(police_check_answered_at=at)
    payload, words = PoliceCheckAnswered(agrees=confirmed), {"note": note} if note else None
    journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.id, text=words)
    if confirmed and row.identity != Identity.KNOWN and people.card(row.person_id, by=by).known:
        note_identity(row, Identity.KNOWN, by=by, now=now, acted_at=at)
    return stay_of(row.id)
