from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nuandong.duty import events, lookups, overlaps
from nuandong.duty.errors import RosterRefused
from nuandong.duty.kinds import LONGEST
from nuandong.duty.models import Post, Shift, Team
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import require_aware
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions

MOST_LINES: Final = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One line of a roster: who, at which post or in charge of which team, from when until when (aware)."""

    staff: UUID
    start: datetime
    end: datetime
    post: UUID | None = None
    team: UUID | None = None
    leader: bool = False
    vehicle: UUID | None = None


@transaction.atomic
def plan_shifts(*, by: Actor, now: datetime, lines: Sequence[Planned]) -> list[Shift]:
    """Plan many shifts in one go, all or none; a shift lasts 24 hours at most.

    Raises Forbidden, OutOfScope, NotFound (post, team, vehicle, staff), Invalid (times, post and team), RosterRefused
    with every overlap of persons, teams or vehicles, members of teams included. Source: RES-026, product C.8.
    """
    if not 1 <= len(lines) <= MOST_LINES:
        raise Invalid("duty.lines", _("没有要排的班次，或一次排得太多。"), _("请分几次保存，每次最多 3000 个。"))
    _check_references(lines)
    posts = {one: lookups.post_of(one) for one in {line.post for line in lines} if one is not None}
    teams = {one: lookups.team_of(one) for one in {line.team for line in lines} if one is not None}
    places: list[Post | Team] = [_place(line, posts, teams) for line in lines]
    for region in {place.region for place in places}:
        permissions.check(by, "duty.roster.change", region=region)
    for line in lines:
        check_times(line.start, line.end)
    shifts = [_shift(line, place, now) for line, place in zip(lines, places, strict=True)]
    if found := overlaps.find(shifts):
        raise RosterRefused(found)
    save_shifts(shifts)
    journal.record_many(planned_event(shift, by=by, now=now) for shift in shifts)
    return shifts


def check_times(start: datetime, end: datetime) -> None:
    """Raise Invalid unless a shift begins before it ends, at most a day before."""
    if not timedelta() < require_aware(end) - require_aware(start) <= LONGEST:
        raise Invalid("duty.times", _("班次的起止时间不对。"), _("结束要晚于开始，一个班次最长 24 小时。"), field="end")


def save_shifts(shifts: Sequence[Shift]) -> None:
    """Write shifts; Conflict when one collides with a shift that was planned meanwhile or lies in another region."""
    try:
        with transaction.atomic():
            Shift.objects.bulk_create(shifts)
    except IntegrityError as error:
        raise Conflict(
            "duty.shift_collides",
            _("有人员、队伍或车辆在这段时间已有班次，可能由其他地区排定，或刚刚被别人排入。"),
            _("请刷新值班表后重新安排。"),
            field="shifts",
        ) from error


def planned_event(shift: Shift, *, by: Actor, now: datetime) -> journal.Draft:
    """The event that a shift was planned."""
    payload = events.ShiftPlanned(starts_at=shift.period.lower, ends_at=shift.period.upper, **lookups.told(shift))
    return journal.Draft(payload=payload, by=by, now=now, region=shift.region, subject=shift.id)


def _check_references(lines: Sequence[Planned]) -> None:
    for staff in {line.staff for line in lines}:
        lookups.check_staff(staff)
    for vehicle in sorted({line.vehicle for line in lines if line.vehicle is not None}):
        lookups.vehicle_of(vehicle)


def _place(line: Planned, posts: dict[UUID, Post], teams: dict[UUID, Team]) -> Post | Team:
    if line.post is not None and line.team is None and line.vehicle is None:
        return posts[line.post]
    if line.team is not None and line.post is None and not line.leader:
        return teams[line.team]
    raise Invalid(
        "duty.post_or_team",
        _("一个班次要么在岗位上，要么带一支队伍；带班领导在岗位上，车辆随队伍。"),
        _("请重新选择岗位或队伍。"),
        field="shifts",
    )


def _shift(line: Planned, place: Post | Team, now: datetime) -> Shift:
    return Shift(
        id=new_id(now),
        region=place.region,
        post=place if isinstance(place, Post) else None,
        team=place if isinstance(place, Team) else None,
        staff_id=line.staff,
        leader=line.leader,
        vehicle_id=line.vehicle,
        period=DateTimeTZRange(line.start, line.end),
        planned_at=now,
    )
