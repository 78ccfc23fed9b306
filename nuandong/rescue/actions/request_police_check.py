from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.events.kin import PoliceCheckRequested
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.kin import check_sought


@transaction.atomic
def request_police_check(
    *, by: Actor, now: datetime, stay: UUID, sheet_photo: UUID | None = None, acted_at: datetime | None = None
) -> Stay:
    """Ask the police to verify who somebody is; after an answer that settled nothing it may be asked again.
    `sheet_photo`: the letter.

    Raises Forbidden, OutOfScope, NotFound, NotNow (identity known, an answer is waited for), Invalid.
    Source: RES-039, facts 2.2 row 8.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.register", region=row.region)
    check_sought(row)
    if row.police_check_requested_at is not None and row.police_check_answered_at is None:
        raise NotNow("rescue.police_check_waiting", _("已经申请过公安核查身份。"), _("请等候公安机关答复。"))
    at = times.told(acted_at, now, after=row.police_check_answered_at or row.entered_at)
    Stay.objects.filter(id=row.id).update(police_check_requested_at=at, police_check_answered_at=None)
    words = {"sheet": str(sheet_photo)} if sheet_photo else None
    journal.record(PoliceCheckRequested(), by=by, now=now, acted_at=at, region=row.region, subject=row.id, text=words)
    return stay_of(row.id)
