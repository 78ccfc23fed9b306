from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nuandong.duty import events, lookups, policies
from nuandong.duty.models import Shift, VehicleUse
from nuandong.duty.moving import cut, move
from nuandong.duty.replacing import stand_in, write
from nuandong.duty.states import ShiftState
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
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
    start = found.period.upper if working else found.period.lower
    relief = stand_in(found, staff, DateTimeTZRange(start, end), now)
    write([relief], by=by, now=now, reason=reason)
    if working:
        move(relief, "start_shift", started_at=when)
        VehicleUse.objects.filter(shift=found, in_at=None).update(shift=relief)
        ended, started = events.ShiftEnded(**lookups.told(found)), events.ShiftStarted(**lookups.told(relief))
        journal.record(ended, by=by, now=now, acted_at=acted_at, region=found.region, subject=found.id)
        journal.record(started, by=by, now=now, acted_at=acted_at, region=relief.region, subject=relief.id)
    return relief
