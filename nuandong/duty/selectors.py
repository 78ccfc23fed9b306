"""Who is on duty at a moment: teams, desks, leaders, and whom an escalation rings up; in the scope of the caller."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from nuandong.duty.kinds import LEADER_ROLES, Ability
from nuandong.duty.models import Post, Shift, Team, TeamMember, TeamPosition, VehicleUse
from nuandong.duty.states import ShiftState
from nuandong.geo import codes
from nuandong.geo.areas import in_region
from nuandong.machine.together import listed
from nuandong.org import selectors as org

OVERTIME: Final = timedelta(hours=4)
"""A shift nobody ended counts as on duty for so long after its planned end, and no longer."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team on duty. The phone stays masked; `actions.reveal_phone` opens it."""

    staff: UUID
    name: str
    sex: str
    phone_masked: str


@dataclass(frozen=True, slots=True)
class Car:
    id: UUID
    plate: str
    seats: int
    equipment: frozenset[str]


@dataclass(frozen=True, slots=True)
class Position:
    """WGS-84 degrees. `source` is phone, voice, or base: nobody reported, and the team waits at its base."""

    lat: float
    lon: float
    at: datetime | None
    source: str


@dataclass(frozen=True, slots=True)
class TeamOnDuty:
    """A team that can be sent out. `started` is false while the roster has it on but nobody reported for duty.

    `members` begins with whoever is in charge of the shift; `abilities` holds codes of `kinds.Ability`, a woman among
    the members counted.
    """

    team: UUID
    name: str
    kind: str
    region: int
    unit: UUID
    unit_name: str
    call_sign: str
    abilities: frozenset[str]
    shift: UUID
    in_charge: UUID
    started: bool
    until: datetime
    members: tuple[Member, ...]
    vehicle: Car | None
    position: Position | None


@dataclass(frozen=True, slots=True)
class PersonOnDuty:
    """Somebody on shift at a post."""

    staff: UUID
    name: str
    phone_masked: str
    unit: UUID
    shift: UUID
    post: UUID
    post_code: str
    post_title: str
    region: int
    leader: bool
    started: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class LeaderToCall:
    """One rung of the ladder an escalation climbs: who, and why him (`on_duty` or the code of a role)."""

    staff: UUID
    name: str
    phone_masked: str
    reason: str


def serving(at: datetime) -> Q:
    """The condition that a shift is on at a moment: worked then, or planned for then and not yet worked."""
    begun = Q(started_at__lte=at) & (
        Q(state=ShiftState.ENDED, ended_at__gt=at) | Q(state=ShiftState.STARTED, period__endswith__gt=at - OVERTIME)
    )
    return begun | Q(state=ShiftState.PLANNED, period__contains=at)


def team_names(teams: Collection[UUID]) -> dict[UUID, str]:
    """Names by id, for timelines; those out of the scope are left out."""
    return dict(Team.objects.filter(id__in=set(teams)).values_list("id", "name"))


def post_titles(codes: Collection[str]) -> dict[str, str]:
    """The titles of desks by their code, closed ones included."""
    return dict(Post.objects.filter(code__in=set(codes)).order_by("active").values_list("code", "title"))


def on_duty(at: datetime, region: int | None = None) -> list[TeamOnDuty]:
    """Teams on duty at a moment that work in `region` (12-digit code), inside it or around it; None means everywhere.

    Teams that reported for duty come before those only planned. Rows outside the entered scope are not seen.
    """
    return _teams_of(Q(serving(at), _touching(region), team__isnull=False), at)


def _teams_of(condition: Q, at: datetime) -> list[TeamOnDuty]:
    shifts = (
        Shift.objects.filter(condition, team__active=True)
        .select_related("team__unit", "team__base", "team__position", "staff", "vehicle")
        .prefetch_related(
            Prefetch("vehicle_uses", VehicleUse.objects.filter(in_at=None).select_related("vehicle")),
            Prefetch(
                "team__members",
                TeamMember.objects.filter(_belongs(at), staff__active=True).select_related("staff"),
            ),
        )
    )
    teams: dict[UUID, TeamOnDuty] = {}
    # A crew still out when the next one has reported: the team is shown once, with the newer shift.
    for shift in sorted(
        listed(shifts), key=lambda one: (one.state != ShiftState.STARTED, -one.period.lower.timestamp())
    ):
        if shift.team is not None and shift.team_id not in teams:
            teams[shift.team.id] = _team(shift)
    return sorted(teams.values(), key=lambda team: (not team.started, team.name, team.team))


def people_on_duty(at: datetime, region: int | None = None, *, post: str | None = None) -> list[PersonOnDuty]:
    """Who is on shift at posts of `region`, inside it or around it; leaders first. `post` is a code of a post."""
    shifts = Shift.objects.filter(serving(at), _touching(region), post__isnull=False).select_related("post", "staff")
    if post is not None:
        shifts = shifts.filter(post__code=post)
    ordered = shifts.order_by(F("leader").desc(), "post__code", "started_at", "id")
    return [_person(shift) for shift in ordered]


def leader_on_duty(at: datetime, region: int) -> PersonOnDuty | None:
    """The leader on shift for a region: of that region or the nearest one around it; those who reported come first."""
    around = [region, *codes.ancestors(region)]
    found = [one for one in people_on_duty(at, region) if one.leader and one.region in around]
    return min(found, key=lambda one: (around.index(one.region), not one.started), default=None)


def next_leaders(at: datetime, region: int) -> list[LeaderToCall]:
    """Whom to ring up for a region, one after the other: the leaders on shift, then the heads in office.

    Nobody twice. Shifts outside the entered scope are not seen: a flow that escalates runs in the system's scope.
    """
    around = [region, *codes.ancestors(region)]
    leaders = [one for one in people_on_duty(at, region) if one.leader and one.region in around]
    leaders.sort(key=lambda one: (around.index(one.region), not one.started))
    chain = [LeaderToCall(one.staff, one.name, one.phone_masked, "on_duty") for one in leaders]
    for role in LEADER_ROLES:
        holders = org.holders_of(role, region=region, now=at)
        chain += [LeaderToCall(one.id, one.name, one.phone_masked, role) for one in holders]
    seen: dict[UUID, LeaderToCall] = {}
    for one in chain:
        seen.setdefault(one.staff, one)
    return list(seen.values())


def my_shift(staff: UUID, at: datetime) -> UUID | None:
    """The shift somebody is on at a moment, begun ones first."""
    shifts = Shift.objects.filter(serving(at), staff=staff)
    return shifts.order_by(F("started_at").desc(nulls_last=True)).values_list("id", flat=True).first()


def my_team(staff: UUID, at: datetime) -> TeamOnDuty | None:
    """The team on duty that somebody is in charge of or belongs to; None when he is not out with any."""
    belongs, leads = _teams_of_staff(staff, at)
    # A union of two: the planner reads the whole table for a condition that joins them with OR.
    mine = set(listed(belongs.union(leads)))
    if not mine:
        return None
    return next(iter(_teams_of(Q(serving(at), team__in=mine), at)), None)


def _teams_of_staff(staff: UUID, at: datetime) -> tuple[QuerySet[Any, UUID], QuerySet[Any, UUID]]:
    belongs = TeamMember.objects.filter(_belongs(at), staff=staff).values_list("team", flat=True)
    leads = Shift.objects.filter(serving(at), staff=staff, team__isnull=False).values_list("team", flat=True)
    return belongs, leads


def team_size(team: UUID, shift: UUID | None, at: datetime) -> int:
    """How many people a team has at a moment: its members, and whoever is in charge of the shift."""
    people = set(TeamMember.objects.filter(_belongs(at), team=team, staff__active=True).values_list("staff", flat=True))
    if shift is not None:
        people |= set(Shift.objects.filter(id=shift).values_list("staff", flat=True))
    return len(people)


def is_on_duty(staff: UUID, at: datetime) -> bool:
    """Whether somebody is on shift at a post, in charge of a team, or a member of a team on duty."""
    return my_shift(staff, at) is not None or my_team(staff, at) is not None


def is_called(staff: UUID, at: datetime, region: int) -> bool:
    """Whether somebody may be rung up for a region: he is on duty, or one of the leaders an escalation climbs to."""
    return is_on_duty(staff, at) or staff in {one.staff for one in next_leaders(at, region)}


def _touching(region: int | None) -> Q:
    if region is None:
        return Q()
    return in_region(region) | Q(region__in=codes.ancestors(region))


def _belongs(at: datetime) -> Q:
    return Q(valid_from__lte=at) & (Q(valid_until__isnull=True) | Q(valid_until__gt=at))


def _team(shift: Shift) -> TeamOnDuty:
    team = shift.team
    assert team is not None
    people = {shift.staff_id: shift.staff, **{one.staff_id: one.staff for one in team.members.all()}}
    members = tuple(Member(one.id, one.name, one.sex, one.phone_masked) for one in people.values())
    women = {Ability.FEMALE_MEMBER.value} if any(one.sex == "female" for one in members) else set()
    driven = next((use.vehicle for use in shift.vehicle_uses.all()), shift.vehicle)
    return TeamOnDuty(
        team=team.id,
        name=team.name,
        kind=team.kind,
        region=team.region,
        unit=team.unit_id,
        unit_name=team.unit.name,
        call_sign=team.call_sign,
        abilities=frozenset({*team.abilities, *women}),
        shift=shift.id,
        in_charge=shift.staff_id,
        started=shift.started_at is not None,
        until=shift.period.upper,
        members=members,
        vehicle=None if driven is None else Car(driven.id, driven.plate, driven.seats, frozenset(driven.equipment)),
        position=_position(shift),
    )


def _position(shift: Shift) -> Position | None:
    team = shift.team
    assert team is not None
    reported: TeamPosition | None = getattr(team, "position", None)
    if reported is not None:
        return Position(reported.lat, reported.lon, reported.at, reported.source)
    if team.base is not None and team.base.lat is not None and team.base.lon is not None:
        return Position(team.base.lat, team.base.lon, None, "base")
    return None


def _person(shift: Shift) -> PersonOnDuty:
    post = shift.post
    assert post is not None
    return PersonOnDuty(
        staff=shift.staff_id,
        name=shift.staff.name,
        phone_masked=shift.staff.phone_masked,
        unit=shift.staff.unit_id,
        shift=shift.id,
        post=post.id,
        post_code=post.code,
        post_title=post.title,
        region=shift.region,
        leader=shift.leader,
        started=shift.started_at is not None,
        until=shift.period.upper,
    )
