from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.events.stay import PlacementApplied
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay


@transaction.atomic
def apply_for_placement(*, by: Actor, now: datetime, stay: UUID, reason: str = "") -> Stay:
    """Note that placement was applied for somebody who stays long (more than three months).

    Raises Forbidden, OutOfScope, NotFound, NotNow before entry, after the end, or a second time. Source: RES-042.
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.stay.register", region=row.region)
    waiting = Stay.objects.filter(id=row.id, entered_at__isnull=False, left_at=None, placement_applied_at=None)
    if waiting.update(placement_applied_at=now) != 1:
        raise NotNow("rescue.placement_applied", _("已经申请过安置，或此人不在站。"), _("请刷新页面查看最新情况。"))
    journal.record(PlacementApplied(), by=by, now=now, region=row.region, subject=row.id, reason=reason or None)
    return stay_of(row.id)
