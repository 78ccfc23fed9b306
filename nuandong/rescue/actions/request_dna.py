from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.events.kin import DnaRequested
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.kin import check_sought


@transaction.atomic
def request_dna(
    *, by: Actor, now: datetime, stay: UUID, sheet_photo: UUID | None = None, acted_at: datetime | None = None
) -> Stay:
    """Ask the police in writing to take a DNA sample of somebody without identity. `sheet_photo`: the letter.

    Raises Forbidden, OutOfScope, NotFound, NotNow (identity known, asked before), Invalid. Source: facts 2.2 row 11.
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.stay.register", region=row.region)
    check_sought(row)
    at = times.told(acted_at, now, after=row.entered_at)
    if Stay.objects.filter(id=row.id, dna_requested_at=None).update(dna_requested_at=at) != 1:
        raise NotNow("rescue.dna_requested", _("已经申请过采集DNA。"), _("请等候公安机关反馈。"))
    words = {"sheet": str(sheet_photo)} if sheet_photo else None
    journal.record(DnaRequested(), by=by, now=now, acted_at=at, region=row.region, subject=row.id, text=words)
    return stay_of(row.id)
