"""What waits for somebody: signatures, reviews, visits, decisions, bills. The scope is entered by the caller."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet

from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.errors import no_such
from nuandong.rescue.models import DepartmentNotice, Encounter, FollowUp, HospitalCase, LeaveRequest

PAGE: Final = 50


def unsigned(by: Actor, *, limit: int = PAGE) -> list[Encounter]:
    """Later entries (补录) nobody has countersigned, due first; the home page of the leader. Raises Forbidden."""
    permissions.check(by, "rescue.encounter.see")
    rows = Encounter.objects.filter(late_entry=True, countersigned_at=None).select_related("place", "team")
    return list(rows.order_by("countersign_due", "id")[:limit])


def to_review(by: Actor, *, limit: int = PAGE) -> list[Encounter]:
    """Rescues in severe weather whose review is still to come, due first. Raises Forbidden."""
    permissions.check(by, "rescue.encounter.see")
    rows = Encounter.objects.filter(review_due__isnull=False, reviewed_at=None).select_related("place", "team")
    return list(rows.order_by("review_due", "id")[:limit])


def visits_late(by: Actor, *, now: datetime, limit: int = PAGE) -> list[FollowUp]:
    """Visits to refusers that nobody made in time, whoever sees to them. Raises Forbidden."""
    permissions.check(by, "rescue.encounter.see")
    rows = FollowUp.objects.filter(done_at=None, due_at__lt=now).select_related("encounter__place")
    return list(rows.order_by("due_at", "id")[:limit])


def departments_to_tell(by: Actor, *, limit: int = PAGE) -> list[DepartmentNotice]:
    """Departments that have not heard yet of somebody who refused, oldest first. Raises Forbidden."""
    permissions.check(by, "rescue.encounter.see")
    rows = DepartmentNotice.objects.filter(told_at=None).select_related("encounter__place")
    return list(rows.order_by("opened_at", "id")[:limit])


def leave_requests(by: Actor, *, limit: int = PAGE) -> list[LeaveRequest]:
    """Requests to leave that wait for the duty leader, oldest first. Raises Forbidden."""
    permissions.check(by, "rescue.stay.see")
    rows = LeaveRequest.objects.filter(decision="").select_related("stay")
    return list(rows.order_by("requested_at", "id")[:limit])


def hospital_cases(by: Actor, *, limit: int = PAGE) -> list[HospitalCase]:
    """Cases not settled yet: those in hospital first, then those whose bill is open. Raises Forbidden."""
    permissions.check(by, "rescue.stay.see")
    return list(_open_cases()[:limit])


def cases_followed(by: Actor, *, limit: int = PAGE) -> list[HospitalCase]:
    """Cases one follows oneself until they are settled (RES-021), in the same order. Raises Forbidden."""
    permissions.check(by, "rescue.encounter.see")
    return list(_open_cases().filter(tracker=by.staff)[:limit])


def cases_met(encounter: UUID) -> list[HospitalCase]:
    """Cases of somebody met outdoors, the first one first."""
    return list(HospitalCase.objects.filter(encounter=encounter).order_by("id"))


def hospital_case(identity: UUID) -> HospitalCase:
    """One case with where the person came from; NotFound outside the scope."""
    found = HospitalCase.objects.select_related("stay", "encounter").filter(id=identity).first()
    if found is None:
        raise no_such(_("住院记录"))
    return found


def _open_cases() -> QuerySet[HospitalCase]:
    rows = HospitalCase.objects.filter(settled_at=None).select_related("stay", "encounter")
    return rows.order_by(F("discharged_at").asc(nulls_first=True), "admitted_at", "id")
