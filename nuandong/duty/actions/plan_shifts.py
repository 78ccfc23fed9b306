from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nuandong.duty import lookups, overlaps
from nuandong.duty.errors import RosterRefused
from nuandong.duty.kinds import LONGEST
from nuandong.duty.models import Post, Shift, Team
from nuandong.duty.planning import MOST_LINES, Planned, planned_event, save_shifts
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import require_aware
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


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
