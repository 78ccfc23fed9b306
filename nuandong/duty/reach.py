"""Tests whether people on the roster can be reached: who is asked, who answered."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, F, Q, QuerySet

from nuandong.duty.errors import no_such
from nuandong.duty.models import ReachCall, ReachTest, Shift, TeamMember
from nuandong.duty.states import OPEN
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import combine
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.org.rows import only

if TYPE_CHECKING:
    from nuandong.org.models import Staff

NIGHT: Final = (time(18), time(8))
"""A night lasts from this hour until that one of the next day."""
ANSWERED_UNTIL: Final = timedelta(hours=24)
"""So long after the question an answer is still taken, late as it is."""


def night_of(day: date) -> DateTimeTZRange:
    """The hours of the night that begins on a day."""
    return DateTimeTZRange(combine(day, NIGHT[0]), combine(day + timedelta(days=1), NIGHT[1]))


def people_of_night(day: date) -> list["Staff"]:
    """Everybody on the roster of a night: desks, leaders, those in charge of teams and their members."""
    hours = night_of(day)
    shifts = list(Shift.objects.filter(state__in=OPEN, period__overlap=hours).select_related("staff__unit"))
    teams = {one.team_id for one in shifts if one.team_id is not None}
    return _once([one.staff for one in shifts], _members(teams, hours.lower))


def people_of_team(team: UUID, *, now: datetime) -> list["Staff"]:
    """The members of a team, and who is to be in charge of it."""
    shifts = Shift.objects.filter(team=team, state__in=OPEN, period__endswith__gt=now).select_related("staff__unit")
    return _once([one.staff for one in shifts], _members([team], now))


def latest(*, by: Actor, limit: int = 50) -> list[ReachTest]:
    """The last tests, newest first, with `asked`, `answered` and `in_time` people. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    rows = ReachTest.objects.select_related("team", "started_by").annotate(
        asked=Count("calls"),
        answered=Count("calls", filter=Q(calls__answered_at__isnull=False)),
        in_time=Count("calls", filter=Q(calls__answered_at__lte=F("calls__due_at"))),
    )
    return list(rows.order_by("-id")[:limit])


def one(identity: UUID, *, by: Actor) -> ReachTest:
    """One test. Raises Forbidden, NotFound."""
    permissions.check(by, "duty.roster.see")
    return only(ReachTest.objects.select_related("team", "started_by").filter(id=identity), no_such(_("联络测试")))


def calls(test_id: UUID, *, by: Actor) -> list[ReachCall]:
    """Everybody asked: those who did not answer first, then by the time of the answer. Raises Forbidden."""
    permissions.check(by, "duty.roster.see")
    rows = ReachCall.objects.filter(test=test_id).select_related("staff__unit", "noted_by")
    return list(rows.order_by(F("answered_at").asc(nulls_first=True), "staff__unit__name", "staff__name", "id"))


def call(identity: UUID) -> ReachCall:
    """One person asked, in the entered scope. Raises NotFound."""
    return only(ReachCall.objects.select_related("staff").filter(id=identity), no_such(_("联络测试")))


def unanswered(staff: UUID, *, now: datetime) -> list[ReachCall]:
    """What somebody was asked and has not answered yet, soonest due first."""
    return listed(unanswered_rows(staff, now=now).order_by("due_at", "id"))


def unanswered_rows(staff: UUID, *, now: datetime) -> QuerySet[ReachCall]:
    """The same, not asked for yet."""
    return ReachCall.objects.filter(staff=staff, answered_at=None, asked_at__gt=now - ANSWERED_UNTIL)


def _members(teams: Iterable[UUID], at: datetime) -> list["Staff"]:
    belongs = Q(valid_from__lte=at) & (Q(valid_until__isnull=True) | Q(valid_until__gt=at))
    rows = TeamMember.objects.filter(belongs, team__in=list(teams), staff__active=True).select_related("staff__unit")
    return [one.staff for one in rows]


def _once(*groups: Iterable["Staff"]) -> list["Staff"]:
    found = {one.id: one for group in groups for one in group}
    return sorted(found.values(), key=lambda one: (one.name, one.id))
