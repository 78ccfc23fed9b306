from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.rescue.events.kin import KinNoticeWithdrawn
from nuandong.rescue.lookups_station import notice_of
from nuandong.rescue.models import KinNotice
from nuandong.rescue.policies.kin import check_move
from nuandong.rescue.states.notice import NoticeState


@transaction.atomic
def withdraw_notice(*, by: Actor, now: datetime, notice: UUID, reason: str = "") -> KinNotice:
    """Take a notice off the page for good. Raises Forbidden, OutOfScope, NotFound, NotNow. Source: RES-039."""
    row = notice_of(notice, lock=True)
    permissions.check(by, "rescue.kin.publish", region=row.region)
    check_move(row, "withdraw_notice")
    KinNotice.objects.filter(id=row.id).update(state=NoticeState.WITHDRAWN, held_reason="", withdrawn_at=now)
    payload = KinNoticeWithdrawn(notice=row.id)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.stay_id, reason=reason or None)
    return notice_of(row.id)
