"""What waits for somebody: signatures, reviews, visits, decisions, bills. The scope is entered by the caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.org.rows import only
from nuandong.rescue import times
from nuandong.rescue.errors import no_such
from nuandong.rescue.models import BedUse, DepartmentNotice, Encounter, FollowUp, HospitalCase, LeaveRequest, Stay
from nuandong.rescue.reference_station import station
from nuandong.rescue.selectors_clock import ClockState, Running, clocks_of_many
from nuandong.rescue.states.stay import StayState

PAGE: Final = 50
MOST_INSIDE: Final = 300
"""More than any station of a county holds."""
NOBODY: Final = UUID(int=0)
_IN_A_BED: Final = frozenset({StayState.ADMITTED, StayState.REGISTERED})


def unsigned(by: Actor, *, but_of: UUID | None = None, limit: int = PAGE) -> list[Encounter]:
    """Later entries (补录) nobody has countersigned, due first; without those of somebody, who may not sign his own.

    Raises Forbidden.
    """
    rows = unsigned_rows(by, but_of=but_of)
    return listed(rows.select_related("place", "team").order_by("countersign_due", "id")[:limit])


def unsigned_rows(by: Actor, *, but_of: UUID | None = None) -> QuerySet[Encounter]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, "rescue.encounter.see")
    return Encounter.objects.filter(late_entry=True, countersigned_at=None).exclude(recorded_by=but_of or NOBODY)


def to_review(by: Actor, *, limit: int = PAGE) -> list[Encounter]:
    """Rescues in severe weather whose review is still to come, due first. Raises Forbidden."""
    return listed(to_review_rows(by).select_related("place", "team").order_by("review_due", "id")[:limit])


def to_review_rows(by: Actor) -> QuerySet[Encounter]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, "rescue.encounter.see")
    return Encounter.objects.filter(review_due__isnull=False, reviewed_at=None)


def not_eligible(by: Actor, *, limit: int = PAGE) -> list[Stay]:
    """Who is in a station still although the review after a rescue in severe weather spoke against it (RES-024),
    longest in first. Raises Forbidden."""
    rows = not_eligible_rows(by).defer("form_sealed", "articles_sealed")
    return listed(rows.order_by("arrived_at", "id")[:limit])


def not_eligible_rows(by: Actor) -> QuerySet[Stay]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, "rescue.stay.see")
    return Stay.objects.filter(encounter__review_eligible=False).exclude(state=StayState.LEFT)


def visits_late(by: Actor, *, now: datetime, but_of: UUID | None = None, limit: int = PAGE) -> list[FollowUp]:
    """Visits that nobody made in time, whoever sees to them; without those of somebody. Raises Forbidden."""
    rows = visits_late_rows(by, now=now, but_of=but_of)
    return listed(rows.select_related("encounter__place").order_by("due_at", "id")[:limit])


def visits_late_rows(by: Actor, *, now: datetime, but_of: UUID | None = None) -> QuerySet[FollowUp]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, "rescue.encounter.see")
    return FollowUp.objects.filter(done_at=None, due_at__lt=now).exclude(owner=but_of or NOBODY)


def departments_to_tell(by: Actor, *, own: bool | None = None, limit: int = PAGE) -> list[DepartmentNotice]:
    """Departments that have not heard yet of somebody who refused, oldest first; `own`: of those one recorded oneself,
    or only of the others. Raises Forbidden. Source: RES-018."""
    rows = departments_to_tell_rows(by, own=own)
    return listed(rows.select_related("encounter__place").order_by("opened_at", "id")[:limit])


def departments_to_tell_rows(by: Actor, *, own: bool | None = None) -> QuerySet[DepartmentNotice]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, "rescue.encounter.see")
    rows = DepartmentNotice.objects.filter(told_at=None)
    if own is None:
        return rows
    mine = Q(encounter__recorded_by=by.staff)
    return rows.filter(mine if own else ~mine)


def tell_by(notice: DepartmentNotice) -> datetime:
    """By when a department must have heard."""
    return times.due(station().encounter.tell_within, notice.opened_at)


def leave_requests(by: Actor, *, but_of: UUID | None = None, limit: int = PAGE) -> list[LeaveRequest]:
    """Requests to leave that wait for the duty leader, oldest first; without those of somebody, who may not sign his
    own. Raises Forbidden."""
    rows = leave_requests_rows(by, but_of=but_of)
    return listed(rows.select_related("stay").order_by("requested_at", "id")[:limit])


def leave_requests_rows(by: Actor, *, but_of: UUID | None = None) -> QuerySet[LeaveRequest]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, "rescue.stay.see")
    return LeaveRequest.objects.filter(decision="").exclude(requested_by=but_of or NOBODY)


@dataclass(frozen=True, slots=True)
class Inside:
    """Somebody who came to a station and has not left; `clocks` are those that run out soon or did."""

    stay: Stay
    bedless: bool
    clocks: Sequence[Running]


def inside(by: Actor, *, now: datetime, within: timedelta, limit: int = MOST_INSIDE) -> list[Inside]:
    """People at the door or in a station for whom something is to be done: security check, bed, registration, a clock
    that runs out `within` a span. Longest waiting first, in two queries. Raises Forbidden."""
    sleeps = BedUse.objects.filter(stay=OuterRef("pk"), period__endswith=None)
    rows = inside_rows(by).defer("form_sealed", "articles_sealed")
    found = listed(rows.annotate(sleeps=Exists(sleeps)).order_by("arrived_at", "id")[:limit])
    running = clocks_of_many(found, now=now)
    everybody = [
        Inside(
            stay=stay,
            bedless=stay.state in _IN_A_BED and not stay.sleeps,
            clocks=[one for one in running[stay.id] if _runs_out(one, now + within)],
        )
        for stay in found
    ]
    waiting = {StayState.ARRIVED, StayState.ADMITTED}
    return [one for one in everybody if one.bedless or one.clocks or one.stay.state in waiting]


def inside_rows(by: Actor) -> QuerySet[Stay]:
    """Everybody who came and has not left, not asked for yet. Raises Forbidden."""
    permissions.check(by, "rescue.stay.see")
    return Stay.objects.exclude(state=StayState.LEFT)


def _runs_out(clock: Running, until: datetime) -> bool:
    running = clock.state in {ClockState.OPEN, ClockState.LATE}
    return running and clock.due_at is not None and clock.due_at < until


def hospital_cases(by: Actor, *, limit: int = PAGE) -> list[HospitalCase]:
    """Cases not settled yet: those in hospital first, then those whose bill is open. Raises Forbidden."""
    permissions.check(by, "rescue.stay.see")
    return list(_open_cases()[:limit])


def cases_followed(by: Actor, *, limit: int = PAGE) -> list[HospitalCase]:
    """Cases one follows oneself until they are settled (RES-021), in the same order. Raises Forbidden."""
    return listed(cases_followed_rows(by)[:limit])


def cases_followed_rows(by: Actor) -> QuerySet[HospitalCase]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, "rescue.encounter.see")
    return _open_cases().filter(tracker=by.staff)


def cases_met(encounter: UUID) -> list[HospitalCase]:
    """Cases of somebody met outdoors, the first one first."""
    return list(HospitalCase.objects.filter(encounter=encounter).order_by("id"))


def hospital_case(identity: UUID) -> HospitalCase:
    """One case with where the person came from; NotFound outside the scope."""
    return only(HospitalCase.objects.select_related("stay", "encounter").filter(id=identity), no_such(_("住院记录")))


def _open_cases() -> QuerySet[HospitalCase]:
    rows = HospitalCase.objects.filter(settled_at=None).select_related("stay", "encounter")
    return rows.order_by(F("discharged_at").asc(nulls_first=True), "admitted_at", "id")
