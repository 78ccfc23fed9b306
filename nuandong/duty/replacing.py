"""Shifts that change hands: the one who stands in gets a shift of his own, and the log that was left for the other."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nuandong.duty import events, lookups, overlaps
from nuandong.duty.errors import RosterRefused
from nuandong.duty.models import Shift, ShiftHandover
from nuandong.duty.moving import move
from nuandong.duty.planning import planned_event, save_shifts
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id


def stand_in(shift: Shift, staff: UUID, period: DateTimeTZRange, now: datetime) -> Shift:
    """A shift, not yet written, of somebody who takes over (the rest of) another one."""
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


def write(reliefs: Sequence[Shift], *, by: Actor, now: datetime, reason: str = "") -> None:
    """Write shifts that take over others, with their events; the logs that wait for those others go to them.

    Raises RosterRefused when somebody would be in two places, Conflict when it was planned so meanwhile.
    """
    if clashes := overlaps.find(reliefs):
        raise RosterRefused(clashes)
    save_shifts(reliefs)
    for relief in reliefs:
        shift = relief.relieves
        assert shift is not None
        ShiftHandover.objects.filter(to_shift=shift, confirmed_at=None).update(to_shift=relief)
        relieved = events.ShiftRelieved(relief=relief.staff_id, by_shift=relief.id, **lookups.told(shift))
        journal.record(relieved, by=by, now=now, region=shift.region, subject=shift.id, reason=reason or None)
    journal.record_many([planned_event(relief, by=by, now=now) for relief in reliefs])


def hand_over(pairs: Sequence[tuple[Shift, UUID]], *, by: Actor, now: datetime) -> list[Shift]:
    """Planned shifts change hands all at once, so that two people can swap. Returns the new ones, in order.

    Raises NotNow for one that is not planned any more, Conflict when somebody was first, RosterRefused.
    """
    for shift, _staff in pairs:
        move(shift, "relieve")
    reliefs = [stand_in(shift, staff, shift.period, now) for shift, staff in pairs]
    write(reliefs, by=by, now=now)
    return reliefs
