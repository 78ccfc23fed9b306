from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.bed_uses import release
from nuandong.rescue.hospitals import open_case
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import HospitalCase, Stay
from nuandong.rescue.policies.stay import check_move
from nuandong.rescue.states.stay import StayState


@transaction.atomic
def enter_hospital(
    *,
    by: Actor,
    now: datetime,
    stay: UUID,
    hospital: UUID,
    tracker: UUID,
    payer: str = "rescue_budget",
    acted_at: datetime | None = None,
) -> HospitalCase:
    """Send somebody from the station to hospital, also straight from the door; his bed becomes free. `tracker` is the
    officer who follows the case, `payer` a code of the payer rules.

    Raises Forbidden, OutOfScope, NotFound, NotNow, Invalid. Source: RES-020, RES-021, facts 2.2 row 5.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.care", region=row.region)
    check_move(row, "enter_hospital")
    at = times.told(acted_at, now, after=row.arrived_at)
    release(row, by=by, now=now, at=at)
    Stay.objects.filter(id=row.id).update(state=StayState.HOSPITAL)
    return open_case(
        by=by, now=now, at=at, region=row.region, stay=row, hospital=hospital, tracker=tracker, payer=payer
    )
