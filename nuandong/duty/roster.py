"""Reads for the duty pages: the week's roster, hours nobody covers, hand-over logs, vehicles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, QuerySet

from nuandong.duty import hours
from nuandong.duty.hours import Interval
from nuandong.duty.models import Post, Shift, ShiftHandover, Team, TeamMember, Vehicle, VehicleUse
from nuandong.duty.states import MANNED, ShiftState
from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import day_start
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.vault import api as vault


@dataclass(frozen=True, slots=True)
class Gap:
    """Hours a post asks for and nobody covers; `leader_only`: somebody is there, but no leader."""

    start: datetime
    end: datetime
    leader_only: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One post or team of a roster with its shifts in order; `gaps` are those of the post, none for teams."""

    id: UUID
    title: str
    region: int
    shifts: tuple[Shift, ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def uncovered(self) -> timedelta:
        """Hours with nobody there, and those without a leader where one is asked for."""
        return sum((gap.end - gap.start for gap in self.gaps), timedelta())


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster of some days in a row; `days` are Shanghai days."""

    start: datetime
    end: datetime
    days: tuple[date, ...]
    posts: tuple[Row, ...]
    teams: tuple[Row, ...]


def week(first: date, *, by: Actor, now: datetime, region: int | None = None) -> Roster:
    """The roster of the seven days from `first`, of a region (12-digit code) and inside it. Raises Forbidden."""
    return days_from(first, 7, by=by, now=now, region=region)


def days_from(first: date, count: int, *, by: Actor, now: datetime, region: int | None = None) -> Roster:
    """The roster of so many days from `first`, of a region (12-digit code) and inside it. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    start, end = day_start(first), day_start(first + timedelta(days=count))
    inside = in_region(region)
    posts = list(Post.objects.filter(inside, active=True).order_by("region", "title", "id"))
    teams = list(Team.objects.filter(inside, active=True).order_by("region", "name", "id"))
    shifts = _shifts(Q(post__in=posts) | Q(team__in=teams), start, end)
    return Roster(
        start=start,
        end=end,
        days=tuple(first + timedelta(days=n) for n in range(count)),
        posts=tuple(
            _post_row(post, [one for one in shifts if one.post_id == post.id], start, end, now) for post in posts
        ),
        teams=tuple(
            Row(team.id, team.name, team.region, tuple(one for one in shifts if one.team_id == team.id))
            for team in teams
        ),
    )


def gaps(post: Post, start: datetime, end: datetime, *, now: datetime) -> list[Gap]:
    """Hours of [start, end) which the post asks for and nobody covers, in order.

    What is past counts only shifts that were worked; what is to come counts the roster. A leader counts as present.
    Source: RES-026, product C.8 (no gap and no overlap).
    """
    return holes(post, _shifts(Q(post=post), start, end), start, end, now)


def uncovered(*, now: datetime, until: datetime, region: int | None = None) -> list[tuple[Post, list[Gap]]]:
    """Posts of a region and inside it that have gaps between now and `until`; for warnings before the cold."""
    posts = listed(Post.objects.filter(in_region(region), active=True).order_by("region", "code", "id"))
    shifts = _shifts(Q(post__in=posts), now, until)
    found = [(post, holes(post, [one for one in shifts if one.post_id == post.id], now, until, now)) for post in posts]
    return [(post, empty) for post, empty in found if empty]


def posts(*, by: Actor, region: int | None = None) -> QuerySet[Post]:
    """The posts of a region and inside it. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    return Post.objects.filter(in_region(region), active=True).select_related("unit").order_by("region", "title", "id")


def teams(*, by: Actor, region: int | None = None) -> QuerySet[Team]:
    """The teams of a region and inside it, on duty or not. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    found = Team.objects.filter(in_region(region), active=True).select_related("unit", "base")
    return found.order_by("region", "name", "id")


def members(team: UUID, *, by: Actor, now: datetime) -> QuerySet[TeamMember]:
    """Who belongs to a team now. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    present = Q(valid_until__isnull=True) | Q(valid_until__gt=now)
    found = TeamMember.objects.filter(present, team=team, valid_from__lte=now)
    return found.select_related("staff").order_by("staff__name", "id")


def vehicles(*, by: Actor, region: int | None = None) -> QuerySet[Vehicle]:
    """The vehicles of a region and inside it. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    return Vehicle.objects.filter(in_region(region), active=True).select_related("unit").order_by("region", "plate")


def vehicle_log(vehicle: UUID, *, by: Actor, before: UUID | None = None, limit: int = 50) -> Sequence[VehicleUse]:
    """Rides of a vehicle, newest first; page on with `before` = the last id shown. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    rows = VehicleUse.objects.filter(vehicle=vehicle).select_related("driver", "shift")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])


def my_shifts(staff: UUID, *, now: datetime, days: int = 14) -> list[Shift]:
    """The shifts somebody still has to work in the coming days, the present one included."""
    coming = DateTimeTZRange(now, now + timedelta(days=days))
    rows = Shift.objects.filter(Q(state=ShiftState.STARTED) | Q(state=ShiftState.PLANNED, period__overlap=coming))
    return listed(rows.filter(staff=staff).select_related("post", "team", "vehicle").order_by("period", "id"))


def waiting_handovers(staff: UUID) -> list[ShiftHandover]:
    """Logs left for somebody that he has not confirmed."""
    rows = waiting_handovers_rows(staff)
    return listed(rows.select_related("from_shift__staff", "from_shift__post", "to_shift").order_by("handed_at", "id"))


def waiting_handovers_rows(staff: UUID) -> QuerySet[ShiftHandover]:
    """The same, not asked for yet."""
    return ShiftHandover.objects.filter(confirmed_at=None, to_shift__staff=staff)


def handovers(*, post: UUID | None = None, team: UUID | None = None, by: Actor, limit: int = 50) -> list[ShiftHandover]:
    """The last hand-overs of a post or a team, newest first. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    rows = ShiftHandover.objects.filter(from_shift__post=post, from_shift__team=team)
    return list(rows.select_related("from_shift__staff", "to_shift__staff").order_by("-id")[:limit])


def log_of(handover: ShiftHandover, *, by: Actor) -> str:
    """The words of a hand-over. Raises Forbidden, OutOfScope."""
    permissions.check(by, "duty.roster.see", region=handover.region)
    return vault.open_sealed(ShiftHandover._meta.db_table, "log_sealed", handover.id, bytes(handover.log_sealed))


def _shifts(where: Q, start: datetime, end: datetime) -> list[Shift]:
    rows = Shift.objects.filter(where, state__in=MANNED, period__overlap=DateTimeTZRange(start, end))
    return listed(rows.select_related("staff", "vehicle").order_by("period", "id"))


def _post_row(post: Post, shifts: list[Shift], start: datetime, end: datetime, now: datetime) -> Row:
    return Row(post.id, post.title, post.region, tuple(shifts), tuple(holes(post, shifts, start, end, now)))


def holes(post: Post, shifts: Sequence[Shift], start: datetime, end: datetime, now: datetime) -> list[Gap]:
    """Hours of [start, end) which the post asks for and none of these shifts covers, in order; see `gaps`."""
    # Before a post was set up nobody had to be there.
    asked = hours.asked(post.opens, post.closes, max(start, post.set_up_at), end)
    nobody = hours.without(asked, [_covered(one, now) for one in shifts])
    found = [Gap(lo, hi) for lo, hi in nobody]
    if post.with_leader:
        alone = hours.without(asked, [_covered(one, now) for one in shifts if one.leader])
        found += [Gap(lo, hi, leader_only=True) for lo, hi in hours.without(alone, nobody)]
    return sorted(found, key=lambda gap: gap.start)


def _covered(shift: Shift, now: datetime) -> Interval:
    """The time somebody was there, or will be; a planned shift covers nothing that is past."""
    if shift.started_at is not None:
        return shift.started_at, shift.ended_at or max(shift.period.upper, shift.started_at)
    return max(shift.period.lower, now), max(shift.period.upper, now)
