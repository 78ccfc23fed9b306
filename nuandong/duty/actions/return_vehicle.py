from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups
from nuandong.duty.models import VehicleUse
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions

MOST_KM = 3_000
MOST_FUEL_CL = 50_000
"""No ride of a shift is longer or takes more fuel (500 litres): a slip of the finger."""


@transaction.atomic
def return_vehicle(
    *, by: Actor, now: datetime, use: UUID, km_in: int, fuel_cl: int = 0, acted_at: datetime | None = None
) -> VehicleUse:
    """Bring a vehicle back: odometer in kilometres, fuel taken on the way in centilitres.

    Raises Forbidden, OutOfScope, NotFound, Invalid (readings, a return before it left), Conflict when it is back.
    """
    found = lookups.use_of(use)
    permissions.check(by, "duty.shift.handover", region=found.region)
    when = acted_at or now
    if not found.km_out <= km_in <= found.km_out + MOST_KM or not 0 <= fuel_cl <= MOST_FUEL_CL or when < found.out_at:
        raise Invalid(
            "duty.vehicle_readings",
            _("收车时间、里程或加油量不对，出车里程是 %(km)d 公里。"),
            _("请核对里程表读数和加油小票。"),
            field="km_in",
            km=found.km_out,
        )
    rows = VehicleUse.objects.filter(id=found.id, in_at=None)
    if rows.update(in_at=when, km_in=km_in, fuel_cl=fuel_cl) != 1:
        raise Conflict("duty.vehicle_back", _("这次用车已经登记收车。"), _("请刷新页面核对。"))
    found.refresh_from_db()
    payload = events.VehicleUsed(shift=found.shift_id, driver=found.driver_id, km=km_in - found.km_out, fuel_cl=fuel_cl)
    journal.record(payload, by=by, now=now, acted_at=acted_at, region=found.region, subject=found.vehicle_id)
    return found
