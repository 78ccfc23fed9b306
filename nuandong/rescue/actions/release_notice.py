from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.errors_station import required
from nuandong.rescue.events.kin import KinNoticeReleased
from nuandong.rescue.events.stay import StayChanged
from nuandong.rescue.kinds_stay import HOLDING, Flag, Identity
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import KinNotice, Stay
from nuandong.rescue.states.notice import NoticeState


@transaction.atomic
def release_notice(
    *,
    by: Actor,
    now: datetime,
    stay: UUID,
    police: str,
    sheet_photo: UUID | None = None,
    acted_at: datetime | None = None,
) -> Stay:
    """The police agree that a family is sought in public: the flags that held the notice go, its clock runs on.

    `police` says which office and who answered. Raises Forbidden, OutOfScope, NotFound, NotNow when nothing is held,
    Invalid. Source: product C.6.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.kin.publish", region=row.region)
    if not HOLDING & set(row.flags):
        raise NotNow("rescue.nothing_held", _("没有需要公安机关答复的事项。"), _("请刷新页面查看最新情况。"))
    if not police.strip():
        raise required("police", _("公安机关答复（单位、答复人）"))
    at = times.told(acted_at, now, after=row.arrived_at)
    row.flags = [flag for flag in row.flags if flag not in HOLDING]
    row.police_released_at = at
    row.save(update_fields=["flags", "police_released_at"])
    KinNotice.objects.filter(stay=row, state=NoticeState.HELD).update(state=NoticeState.DRAFT, held_reason="")
    flags = [Flag(one) for one in row.flags]
    words = {"police": police, **({"sheet": str(sheet_photo)} if sheet_photo else {})}
    for payload, text in (
        (KinNoticeReleased(flags=flags), words),
        (StayChanged(identity=Identity(row.identity), flags=flags), None),
    ):
        journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.id, text=text)
    return row
