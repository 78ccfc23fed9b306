from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups
from nuandong.duty.models import Shift, Vehicle, VehicleUse
from nuandong.duty.states import OPEN
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def retire_vehicle(*, by: Actor, now: datetime, vehicle: UUID, reason: str = "") -> None:
    """Take a vehicle off the register. Raises Forbidden, OutOfScope, NotFound, NotNow while it is out or planned."""
    found = lookups.vehicle_of(vehicle)
    permissions.check(by, "duty.roster.change", region=found.region)
    planned = Shift.objects.filter(vehicle=found, state__in=OPEN).exists()
    if planned or VehicleUse.objects.filter(vehicle=found, in_at=None).exists():
        raise NotNow(
            "duty.vehicle_needed", _("这辆车还在外面，或还排在班次里。"), _("请先登记收车、调整班次，再停用。")
        )
    Vehicle.objects.filter(id=found.id).update(active=False)
    payload = events.VehicleRetired()
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, reason=reason or None)
