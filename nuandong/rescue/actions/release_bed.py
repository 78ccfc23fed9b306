from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.bed_uses import current_use, release
from nuandong.rescue.lookups_station import stay_of


@transaction.atomic
def release_bed(*, by: Actor, now: datetime, stay: UUID, acted_at: datetime | None = None) -> None:
    """Take somebody out of his bed while he stays in the station.

    Raises Forbidden, OutOfScope, NotFound, NotNow when he has none. Source: RES-035.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.assign_bed", region=row.region)
    if current_use(row.id) is None:
        raise NotNow("rescue.no_bed", _("此人没有床位。"), _("请刷新页面查看。"))
    release(row, by=by, now=now, at=times.told(acted_at, now))
