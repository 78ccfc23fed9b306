from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nuandong.duty import events, lookups, overlaps, policies
from nuandong.duty.actions.plan_shifts import planned_event, save_shifts
from nuandong.duty.errors import RosterRefused
from nuandong.duty.models import Shift, VehicleUse
from nuandong.duty.moving import cut, move
from nuandong.duty.states import ShiftState
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def relieve(
    *, by: Actor, now: datetime, shift: UUID, staff: UUID, acted_at: datetime | None = None, reason: str = ""
) -> Shift:
    """Let somebody else take over a shift: all of a planned one, the rest of one being worked. Returns his shift.

    A shift being worked ends at `acted_at` (default now) and the other one begins, without a gap; the vehicle that is
    out goes with it. Raises Forbidden, OutOfScope, NotFound (shift, staff), NotNow (state, or the time is over),
    RosterRefused when the relief has a shift of his own, Conflict when somebody was first. Source: product C.8.
    """
    found = lookups.shift_of(shift)
    permissions.check(by, "duty.roster.change", region=found.region)
    lookups.check_staff(staff)
    policies.check_move(found, "relieve")
    when, end = acted_at or now, found.period.upper
    if when >= end:
        raise NotNow("duty.nothing_left", _("这个班次已经到时间，没有可以接替的部分。"), _("请结束本班，另排下一班。"))
    working = found.state == ShiftState.STARTED
    if working:
        policies.check_end(found, when)
        move(found, "relieve", ended_at=when, period=cut(found, when))
    else:
        move(found, "relieve")
    relief = _relief(found, staff, DateTimeTZRange(found.period.upper if working else found.period.lower, end), now)
    if clashes := overlaps.find([relief]):
        raise RosterRefused(clashes)
    save_shifts([relief])
    if working:
        move(relief, "start_shift", started_at=when)
        VehicleUse.objects.filter(shift=found, in_at=None).update(shift=relief)
    _record(found, relief, working, by=by, now=now, acted_at=acted_at, reason=reason)
    return relief


def _relief(shift: Shift, staff: UUID, period: DateTimeTZRange, now: datetime) -> Shift:
    return Shift(
        id=new_id(now),
        region=shift.region,
        post=shift.post,
        team_id=shift.team_id,
        staff_id=staff,
        leader=shift.leader,
        vehicle_id=shift.vehicle_id,
        period=period,
        relieves=shift,
        planned_at=now,
    )


def _record(
    shift: Shift,
    relief: Shift,
    working: bool,
    *,
    by: Actor,
    now: datetime,
    acted_at: datetime | None,
    reason: str,
) -> None:
    relieved = events.ShiftRelieved(relief=relief.staff_id, by_shift=relief.id, **lookups.told(shift))
    journal.record(relieved, by=by, now=now, region=shift.region, subject=shift.id, reason=reason or None)
    journal.record_many([planned_event(relief, by=by, now=now)])
    if working:
        ended, started = events.ShiftEnded(**lookups.told(shift)), events.ShiftStarted(**lookups.told(relief))
        journal.record(ended, by=by, now=now, acted_at=acted_at, region=shift.region, subject=shift.id)
        journal.record(started, by=by, now=now, acted_at=acted_at, region=relief.region, subject=relief.id)
