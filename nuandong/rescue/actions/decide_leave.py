from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.rescue.errors_station import required
from nuandong.rescue.events.stay import LeaveDecided
from nuandong.rescue.kinds_stay import Decision
from nuandong.rescue.lookups_station import leave_request_of
from nuandong.rescue.models import LeaveRequest

DECIDE = "rescue.stay.decide_leave"


@transaction.atomic
def decide_leave(
    *, by: Actor, now: datetime, request: UUID, approve: bool, reason: str = "", sheet_photo: UUID | None = None
) -> LeaveRequest:
    """The duty leader signs, or refuses with a reason. Raises Forbidden (permission, or he asked for it himself),
    OutOfScope, NotFound, NotNow when it is decided, Invalid. Source: product C.5."""
    row = leave_request_of(request)
    permissions.check(by, DECIDE, region=row.region)
    if not approve and not reason.strip():
        raise required("reason", _("不同意的理由"))
    separation.note_act(by=by, case=row.stay_id, act=DECIDE, now=now)
    decision = Decision.APPROVED if approve else Decision.REFUSED
    changed = LeaveRequest.objects.filter(id=row.id, decision="").update(
        decision=decision, decided_at=now, decided_by=by.staff, sheet_photo=sheet_photo or row.sheet_photo
    )
    if changed != 1:
        raise NotNow("rescue.decided_already", _("这份离站申请已经签批。"), _("请刷新页面查看结果。"))
    payload = LeaveDecided(exit=row.exit, decision=decision)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.stay_id, reason=reason or None)
    return leave_request_of(row.id)
