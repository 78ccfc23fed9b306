from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.events.stay import BedClosed
from nuandong.rescue.lookups_station import bed_of
from nuandong.rescue.models import Bed, BedUse


@transaction.atomic
def close_bed(*, by: Actor, now: datetime, bed: UUID, reason: str = "") -> None:
    """Take an empty bed out of use. Raises Forbidden, OutOfScope, NotFound, NotNow while somebody sleeps in it."""
    row = bed_of(bed, lock=True)
    permissions.check(by, "rescue.stay.assign_bed", region=row.region)
    if not row.active or BedUse.objects.filter(bed=row, period__endswith=None).exists():
        raise NotNow("rescue.bed_in_use", _("这张床已停用，或还有人住。"), _("请先把人换到别的床位。"))
    Bed.objects.filter(id=row.id).update(active=False)
    journal.record(BedClosed(), by=by, now=now, region=row.region, subject=row.id, reason=reason or None)
