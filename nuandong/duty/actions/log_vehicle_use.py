from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty.actions.return_vehicle import return_vehicle
from nuandong.duty.actions.take_vehicle import take_vehicle
from nuandong.duty.models import VehicleUse
from nuandong.kernel.actors import Actor


@transaction.atomic
def log_vehicle_use(
    *,
    by: Actor,
    now: datetime,
    shift: UUID,
    vehicle: UUID,
    out_at: datetime,
    in_at: datetime,
    km_out: int,
    km_in: int,
    fuel_cl: int = 0,
    driver: UUID | None = None,
) -> VehicleUse:
    """Enter a whole ride from the paper log: kilometres, centilitres. Errors: see `take_vehicle`, `return_vehicle`."""
    use = take_vehicle(by=by, now=now, shift=shift, vehicle=vehicle, km_out=km_out, driver=driver, acted_at=out_at)
    return return_vehicle(by=by, now=now, use=use.id, km_in=km_in, fuel_cl=fuel_cl, acted_at=in_at)
