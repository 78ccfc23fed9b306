from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.events.stay import StayReviewed
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay


@transaction.atomic
def review_stay(*, by: Actor, now: datetime, stay: UUID, filed: bool, reason: str = "") -> Stay:
    """The leader reviews a stay that grows long; `filed`: the longer stay was filed with the higher department.

    Raises Forbidden, OutOfScope, NotFound, NotNow before entry or after the end. Source: facts 2.2 rows 14 and 15.
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.stay.decide_leave", region=row.region)
    if row.entered_at is None or row.left_at is not None:
        raise NotNow("rescue.nothing_to_review", _("此人尚未入站或已经离站。"), _("请刷新页面查看最新情况。"))
    Stay.objects.filter(id=row.id).update(reviewed_at=now)
    payload = StayReviewed(filed=filed)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=reason or None)
    return stay_of(row.id)
