"""What of duty lies open with somebody who is transferred: shifts to work, keys of vehicles."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from nuandong.duty import events
from nuandong.duty.actions.end_shift import end_shift
from nuandong.duty.actions.note_absence import note_absence
from nuandong.duty.actions.relieve import relieve
from nuandong.duty.models import Shift, VehicleUse
from nuandong.duty.states import OPEN, ShiftState
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.handover import OpenThing, Provider


def shifts_of(staff: UUID) -> list[OpenThing]:
    """Shifts somebody works or is to work."""
    rows = Shift.objects.filter(staff=staff, state__in=OPEN).select_related("post", "team").order_by("period", "id")
    return [OpenThing(thing=one.id, label=_label(one), since=one.period.lower) for one in rows]


def move_shifts(*, giver: UUID, taker: UUID, things: Sequence[UUID], by: Actor, now: datetime) -> int:
    """The taker relieves the giver. Shifts whose time is over are closed: ended if begun, noted as missed if not."""
    rows = list(Shift.objects.filter(id__in=things, staff=giver, state__in=OPEN))
    for one in rows:
        if one.period.upper > now:
            relieve(by=by, now=now, shift=one.id, staff=taker)
        elif one.state == ShiftState.STARTED:
            end_shift(by=by, now=now, shift=one.id)
        else:
            note_absence(by=by, now=now, shift=one.id)
    return len(rows)


def keys_of(staff: UUID) -> list[OpenThing]:
    """Vehicles out whose keys somebody has."""
    rows = VehicleUse.objects.filter(driver=staff, in_at=None).select_related("vehicle").order_by("id")
    return [OpenThing(thing=one.id, label=one.vehicle.plate, since=one.out_at) for one in rows]


def move_keys(*, giver: UUID, taker: UUID, things: Sequence[UUID], by: Actor, now: datetime) -> int:
    """The taker gets the keys."""
    rows = list(VehicleUse.objects.filter(id__in=things, driver=giver, in_at=None))
    for one in rows:
        payload = events.KeysPassed(driver=taker)
        journal.record(payload, by=by, now=now, region=one.region, subject=one.vehicle_id)
    return VehicleUse.objects.filter(id__in=[one.id for one in rows], in_at=None).update(driver=taker)


def _label(shift: Shift) -> str:
    start, end = (at.astimezone(SHANGHAI) for at in (shift.period.lower, shift.period.upper))
    return f"{shift.post or shift.team} {start:%Y-%m-%d %H:%M}–{end:%H:%M}"


PROVIDERS: Final = (
    Provider(code="duty.shifts", title=_("值班班次"), listing=shifts_of, move=move_shifts),
    Provider(code="duty.vehicles", title=_("车辆钥匙"), listing=keys_of, move=move_keys),
)
