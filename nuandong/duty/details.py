"""Reads of one thing for its page: a shift, a vehicle, a hand-over; and what waits for somebody to act."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from nuandong.duty import lookups, overlaps
from nuandong.duty.errors import Overlap, no_such
from nuandong.duty.models import Post, Shift, ShiftHandover, Team, TeamMember, Vehicle, VehicleUse
from nuandong.duty.policies import EARLY
from nuandong.duty.states import MANNED, OPEN, ShiftState
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org.rows import only


def shift(identity: UUID, *, by: Actor) -> Shift:
    """A shift with everything its page names. Raises Forbidden, NotFound."""
    permissions.check(by, "duty.roster.see")
    rows = Shift.objects.select_related("post", "team", "staff__unit", "vehicle", "relieves__staff")
    return only(rows.filter(id=identity), no_such(_("班次")))


def post(identity: UUID, *, by: Actor) -> Post:
    """A post that is kept. Raises Forbidden, NotFound."""
    permissions.check(by, "duty.roster.see")
    return lookups.post_of(identity)


def team(identity: UUID, *, by: Actor) -> Team:
    """A team with its unit and base. Raises Forbidden, NotFound."""
    permissions.check(by, "duty.roster.see")
    return only(Team.objects.select_related("unit", "base").filter(id=identity, active=True), no_such(_("队伍")))


def heads(teams: Collection[UUID], *, now: datetime) -> dict[UUID, list[str]]:
    """Names of the members of teams, by team, in order."""
    rows = TeamMember.objects.filter(_present(now), team__in=teams).order_by("staff__name", "id")
    found: dict[UUID, list[str]] = {}
    for group, name in rows.values_list("team", "staff__name"):
        found.setdefault(group, []).append(name)
    return found


def coming(team_id: UUID, *, by: Actor, limit: int = 10) -> list[Shift]:
    """The shifts a team works or is to work, soonest first. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    rows = Shift.objects.filter(team=team_id, state__in=OPEN).select_related("staff", "vehicle")
    return list(rows.order_by("period", "id")[:limit])


def vehicle(identity: UUID, *, by: Actor) -> Vehicle:
    """A vehicle on the register. Raises Forbidden, NotFound."""
    permissions.check(by, "duty.roster.see")
    return only(Vehicle.objects.select_related("unit").filter(id=identity, active=True), no_such(_("车辆")))


def rides_out(*, by: Actor) -> dict[UUID, VehicleUse]:
    """Rides not yet ended, by vehicle. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    rows = VehicleUse.objects.filter(in_at=None).select_related("driver", "vehicle", "shift__team")
    return {one.vehicle_id: one for one in rows}


def last_reading(identity: UUID) -> int:
    """The highest odometer reading of a vehicle in kilometres, 0 for none; one on the road counts as it left."""
    known = VehicleUse.objects.filter(vehicle=identity).aggregate(back=Max("km_in"), out=Max("km_out"))
    return max(known["back"] or 0, known["out"] or 0)


def driving(*, now: datetime) -> list[Shift]:
    """Shifts of teams being worked, to which a ride can be booked."""
    rows = Shift.objects.filter(state=ShiftState.STARTED, team__isnull=False).select_related("team", "staff")
    return list(rows.order_by("team__name", "id"))


def awaited(*, now: datetime) -> list[Shift]:
    """Planned shifts that may begin now, and those whose time has passed without anybody noting why; soonest first."""
    rows = Shift.objects.filter(state=ShiftState.PLANNED, period__startswith__lte=now + EARLY)
    return list(rows.select_related("post", "team", "staff").order_by("period", "id")[:50])


def overdue(*, now: datetime) -> list[Shift]:
    """Shifts still being worked after their planned end, longest first."""
    rows = Shift.objects.filter(state=ShiftState.STARTED, period__endswith__lte=now)
    return list(rows.select_related("post", "team", "staff").order_by("period__endswith", "id")[:50])


def takers(giver: Shift, *, now: datetime) -> list[Shift]:
    """Shifts of the same post or team, of a leader for a leader, that come after the given one; soonest first."""
    rows = Shift.objects.filter(
        post=giver.post_id,
        team=giver.team_id,
        leader=giver.leader,
        state__in=OPEN,
        period__startswith__gt=giver.period.lower,
        period__endswith__gt=now,
    ).exclude(id=giver.id)
    return list(rows.select_related("staff").order_by("period", "id")[:20])


def handover(identity: UUID, *, by: Actor) -> ShiftHandover:
    """A hand-over with both shifts. Raises Forbidden, NotFound."""
    permissions.check(by, "duty.roster.see")
    rows = ShiftHandover.objects.select_related(
        "from_shift__staff", "from_shift__post", "from_shift__team", "to_shift__staff"
    )
    return only(rows.filter(id=identity), no_such(_("交接班记录")))


def handover_of(shift_id: UUID) -> ShiftHandover | None:
    """What a shift left to the next one, if it did."""
    return ShiftHandover.objects.filter(from_shift=shift_id).first()


def handovers(*, by: Actor, before: UUID | None = None, limit: int = 50) -> list[ShiftHandover]:
    """The hand-overs of every post and team, newest first; page on with `before`. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    rows = ShiftHandover.objects.select_related(
        "from_shift__staff", "from_shift__post", "from_shift__team", "to_shift__staff"
    )
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])


def double_bookings(shifts: Sequence[Shift]) -> list[tuple[Shift, Overlap]]:
    """Shifts of one roster that want the same person, team or vehicle at once; the later one of each pair."""
    manned = [one for one in shifts if one.state in MANNED]
    return [(manned[found.line], found) for found in overlaps.among(manned)]


def _present(now: datetime) -> Q:
    return Q(valid_from__lte=now) & (Q(valid_until__isnull=True) | Q(valid_until__gt=now))
