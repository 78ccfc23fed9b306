from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.errors_station import required
from nuandong.rescue.events.stay import HandoverSheetKept
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay


@transaction.atomic
def keep_handover_sheet(*, by: Actor, now: datetime, stay: UUID, sheet: UUID | None) -> Stay:
    """Keep the signed hand-over sheet (a photo) that was promised at the door; a better photo replaces it.

    Raises Forbidden, OutOfScope, NotFound, Invalid without a photo. Source: RES-019, 000#2 (书面交接手续).
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.admit", region=row.region)
    if sheet is None:
        raise required("sheet", _("交接表照片"))
    Stay.objects.filter(id=row.id).update(handover_sheet=sheet)
    journal.record(HandoverSheetKept(), by=by, now=now, region=row.region, subject=row.id)
    return stay_of(row.id)
