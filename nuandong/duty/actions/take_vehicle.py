from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from nuandong.duty import events, lookups
from nuandong.duty.models import Vehicle, VehicleUse
from nuandong.duty.states import ShiftState
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def take_vehicle(
    *,
    by: Actor,
    now: datetime,
    shift: UUID,
    vehicle: UUID,
    km_out: int,
    driver: UUID | None = None,
    acted_at: datetime | None = None,
) -> VehicleUse:
    """Take a vehicle out in a shift; `km_out` is the odometer in kilometres, `driver` by default whoever is on shift.

    Raises Forbidden, OutOfScope, NotFound (shift, vehicle, driver), NotNow off shift, Invalid for an odometer that ran
    backwards, Conflict while the vehicle is out.
    """
    found, car = lookups.shift_of(shift), lookups.vehicle_of(vehicle)
    permissions.check(by, "duty.shift.handover", region=found.region)
    if found.state not in (ShiftState.STARTED, ShiftState.ENDED):
        raise NotNow("duty.vehicle_off_shift", _("这个班次还没上岗，不能出车。"), _("请先上岗。"))
    keeper = driver or found.staff_id
    lookups.check_staff(keeper)
    check_odometer(car, km_out)
    try:
        with transaction.atomic():
            use = VehicleUse.objects.create(
                id=new_id(now),
                region=found.region,
                vehicle=car,
                shift=found,
                driver_id=keeper,
                out_at=acted_at or now,
                km_out=km_out,
            )
    except IntegrityError as error:
        raise Conflict("duty.vehicle_out", _("这辆车还没登记收车。"), _("请先登记上一次用车的收车里程。")) from error
    payload = events.VehicleTaken(shift=found.id, driver=keeper, km_out=km_out)
    journal.record(payload, by=by, now=now, acted_at=acted_at, region=found.region, subject=car.id)
    return use


def check_odometer(vehicle: Vehicle, km: int) -> None:
    """Raise Invalid when a reading lies below an earlier one of the vehicle, or is none at all."""
    known = VehicleUse.objects.filter(vehicle=vehicle).aggregate(most=Max("km_in"))["most"] or 0
    if not known <= km < 10_000_000:
        raise Invalid(
            "duty.odometer",
            _("里程 %(km)d 公里不对，上次收车是 %(known)d 公里。"),
            _("请核对里程表读数。"),
            field="km",
            km=km,
            known=known,
        )
