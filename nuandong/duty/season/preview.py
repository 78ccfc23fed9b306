"""A season as it would stand beside the roster there is: shifts not yet written, and what is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from nuandong.duty import overlaps
from nuandong.duty.errors import Overlap, no_such
from nuandong.duty.hours import Interval
from nuandong.duty.models import Post, Shift, Team, TeamMember
from nuandong.duty.roster import Gap, holes
from nuandong.duty.season.plan import SeasonPlan
from nuandong.duty.season.rotation import Assigned, Slot, rotate
from nuandong.duty.season.weighing import Load, Served, Strain, loads, strains
from nuandong.duty.states import MANNED
from nuandong.kernel import reference
from nuandong.kernel.calendar import WorkCalendar
from nuandong.kernel.clock import day_start
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Preview:
    """A season worked out. `shifts` are not written, in the order of `assigned`; `gaps` count what stands already."""

    start: datetime
    end: datetime
    shifts: tuple[Shift, ...]
    assigned: tuple[Assigned, ...]
    unfilled: tuple[Slot, ...]
    places: Mapping[UUID, Post | Team]
    gaps: tuple[tuple[Post, Gap], ...]
    overlaps: tuple[Overlap, ...]
    strains: tuple[Strain, ...]
    loads: tuple[Load, ...]
    provisional: bool
    """The season reaches into a year whose holidays are not announced yet."""

    @property
    def holes(self) -> int:
        """Times when nobody or no leader is there, or a shift found nobody."""
        return len(self.gaps) + len([one for one in self.unfilled if not self._seen(one)])

    def _seen(self, slot: Slot) -> bool:
        return any(gap.start < slot.end and slot.start < gap.end for _post, gap in self.gaps)


@cache
def holidays() -> WorkCalendar:
    """The statutory holidays; in years without a notice there are none yet."""
    return WorkCalendar.load(reference.LIBRARY / "calendar", assume_weekends=True)


def is_holiday(day: date) -> bool:
    """Whether a day is a statutory holiday."""
    return holidays().holiday_name(day) is not None


def preview(plan: SeasonPlan, *, now: datetime) -> Preview:
    """Work a plan out beside the roster that stands; shifts that have begun by `now` are left out.

    Raises NotFound for a post or a team that is no more, in the entered scope. Source: product C.8, CARE-014.
    """
    start, end = day_start(plan.first), day_start(plan.last + timedelta(days=1))
    places = _places(plan)
    standing = list(Shift.objects.filter(state__in=MANNED, period__overlap=DateTimeTZRange(start, end)))
    members = _members(places, start, end)
    rota = rotate(plan, is_holiday=is_holiday, after=now, taken=_taken(standing, members), members=members)
    shifts = tuple(_shift(one, plan, places, now) for one in rota.assigned)
    served = [Served(one.staff, one.start, one.end, plan.lines[one.line].leader) for one in rota.assigned]
    return Preview(
        start=start,
        end=end,
        shifts=shifts,
        assigned=tuple(rota.assigned),
        unfilled=tuple(rota.unfilled),
        places=places,
        gaps=tuple(_gaps(places, [*standing, *shifts], max(start, now), end, now)),
        overlaps=tuple(overlaps.find(shifts)) if shifts else (),
        strains=tuple(strains(served, rest_hours=plan.rest_hours, week_hours=plan.week_hours)),
        loads=tuple(loads(served, is_holiday)),
        provisional=any(holidays().is_provisional(day) for day in (plan.first, plan.last)),
    )


def _places(plan: SeasonPlan) -> dict[UUID, Post | Team]:
    posts = {line.post for line in plan.lines if line.post is not None}
    teams = {line.team for line in plan.lines if line.team is not None}
    found: dict[UUID, Post | Team] = {one.id: one for one in Post.objects.filter(id__in=posts, active=True)}
    found |= {one.id: one for one in Team.objects.filter(id__in=teams, active=True)}
    if (posts | teams) - set(found):
        raise no_such(_("值班岗位或队伍"))
    return found


def _members(places: Mapping[UUID, Post | Team], start: datetime, end: datetime) -> dict[UUID, frozenset[UUID]]:
    teams = [one.id for one in places.values() if isinstance(one, Team)]
    belongs = Q(valid_from__lt=end) & (Q(valid_until__isnull=True) | Q(valid_until__gt=start))
    found: dict[UUID, set[UUID]] = {}
    if teams:
        for team, staff in TeamMember.objects.filter(belongs, team__in=teams).values_list("team", "staff"):
            found.setdefault(team, set()).add(staff)
    return {team: frozenset(staff) for team, staff in found.items()}


def _taken(standing: Iterable[Shift], members: Mapping[UUID, frozenset[UUID]]) -> dict[UUID, list[Interval]]:
    found: dict[UUID, list[Interval]] = {}
    for one in standing:
        crew = members.get(one.team_id, frozenset()) if one.team_id is not None else frozenset()
        for staff in {one.staff_id, *crew}:
            found.setdefault(staff, []).append((one.period.lower, one.period.upper))
    return found


def _shift(one: Assigned, plan: SeasonPlan, places: Mapping[UUID, Post | Team], now: datetime) -> Shift:
    line = plan.lines[one.line]
    place = places[line.post or line.team]  # type: ignore[index]  # a line names one of them
    return Shift(
        id=new_id(now),
        region=place.region,
        post=place if isinstance(place, Post) else None,
        team=place if isinstance(place, Team) else None,
        staff_id=one.staff,
        leader=line.leader,
        vehicle_id=line.vehicle,
        period=DateTimeTZRange(one.start, one.end),
        planned_at=now,
    )


def _gaps(
    places: Mapping[UUID, Post | Team], shifts: Sequence[Shift], start: datetime, end: datetime, now: datetime
) -> Iterable[tuple[Post, Gap]]:
    by_post: dict[UUID, list[Shift]] = {}
    for one in shifts:
        if one.post_id is not None:
            by_post.setdefault(one.post_id, []).append(one)
    for post in places.values():
        if isinstance(post, Post) and start < end:
            yield from ((post, gap) for gap in holes(post, by_post.get(post.id, []), start, end, now))
