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
from nuandong.rescue.events.kin import FingerprintsTaken
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.kin import check_sought


@transaction.atomic
def take_fingerprints(*, by: Actor, now: datetime, stay: UUID, taken_by: str, acted_at: datetime | None = None) -> Stay:
    """Fingerprints of somebody whose identity is not sure were taken by the police, and by whom; they stay with the
    police, only the fact is kept here.

    Raises Forbidden, OutOfScope, NotFound, NotNow (identity known, taken before), Invalid. Source: RES-039.
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.stay.register", region=row.region)
    check_sought(row)
    if not taken_by.strip():
        raise required("taken_by", _("采集人（派出所和民警）"))
    at = times.told(acted_at, now, after=row.entered_at)
    if Stay.objects.filter(id=row.id, fingerprints_at=None).update(fingerprints_at=at) != 1:
        raise NotNow("rescue.fingerprints_taken", _("已经采集过指纹。"), _("请刷新页面查看。"))
    words = {"taken_by": taken_by}
    journal.record(FingerprintsTaken(), by=by, now=now, acted_at=at, region=row.region, subject=row.id, text=words)
    return stay_of(row.id)
