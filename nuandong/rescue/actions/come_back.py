from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.events.stay import PersonCameBack
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.stay import check_move
from nuandong.rescue.states.stay import StayState


@transaction.atomic
def come_back(*, by: Actor, now: datetime, stay: UUID, acted_at: datetime | None = None) -> Stay:
    """Somebody is back from hospital, or found after an absence; the clocks of the stay ran on.

    Raises Forbidden, OutOfScope, NotFound, NotNow (also while the hospital keeps him). Source: product C.5.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.care", region=row.region)
    check_move(row, "come_back")
    if row.state == StayState.HOSPITAL and row.hospital_cases.filter(discharged_at=None).exists():
        raise NotNow("rescue.still_in_hospital", _("住院记录还没有出院。"), _("请先登记出院。"))
    at = times.told(acted_at, now, after=row.absent_since or row.arrived_at)
    Stay.objects.filter(id=row.id).update(state=_former(row), absent_since=None)
    journal.record(PersonCameBack(), by=by, now=now, acted_at=at, region=row.region, subject=row.id)
    return stay_of(row.id)


def _former(row: Stay) -> StayState:
    if row.registered_at is not None:
        return StayState.REGISTERED
    return StayState.ADMITTED if row.entered_at is not None else StayState.ARRIVED
