from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.duty import events
from nuandong.duty.errors import required, unknown_code
from nuandong.duty.kinds import Equipment
from nuandong.duty.models import Vehicle
from nuandong.geo import codes
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line, halfwidth
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import lookups as org_lookups
from nuandong.org import permissions

MOST_SEATS = 60


@transaction.atomic
def register_vehicle(
    *, by: Actor, now: datetime, region: int, unit: UUID, plate: str, seats: int, equipment: Collection[str] = ()
) -> Vehicle:
    """Put a vehicle of a unit on the register. `equipment` holds codes of `kinds.Equipment`.

    Raises Forbidden, OutOfScope, NotFound (unit), Invalid (plate, seats, equipment), Conflict for a plate in use.
    """
    codes.validate(region, field="region")
    permissions.check(by, "duty.roster.change", region=region)
    office = org_lookups.unit_of(unit)
    number = clean_line(halfwidth(plate), 20, field="plate").upper().replace(" ", "").replace("·", "")
    if not 0 < len(number) <= 10:
        raise required("plate", _("车牌号"))
    if not 1 <= seats <= MOST_SEATS:
        raise Invalid("duty.seats", _("座位数不对。"), _("请填写 1 到 60。"), field="seats")
    if unknown := sorted(set(equipment) - set(Equipment.values)):
        raise unknown_code("equipment", _("车载设备"), unknown[0])
    try:
        with transaction.atomic():
            vehicle = Vehicle.objects.create(
                id=new_id(now),
                region=region,
                unit=office,
                plate=number,
                seats=seats,
                equipment=sorted(set(equipment)),
                registered_at=now,
            )
    except IntegrityError as error:
        raise Conflict("duty.plate_taken", _("这个车牌号已经登记。"), _("请核对车牌号。"), field="plate") from error
    payload = events.VehicleRegistered(unit=office.id, seats=seats, equipment=vehicle.equipment)
    journal.record(payload, by=by, now=now, region=region, subject=vehicle.id, text={"plate": number})
    return vehicle
