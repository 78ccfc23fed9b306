"""Reads of stays for pages: who is in, what is due, what lies in keeping. The scope is entered by the caller."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet

from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.people import selectors as people
from nuandong.people.selectors import PersonCard
from nuandong.rescue.bed_uses import current_use
from nuandong.rescue.errors import no_such
from nuandong.rescue.kinds_stay import Zone
from nuandong.rescue.models import (
    BedUse,
    Belonging,
    CareEntry,
    ExitRecord,
    HospitalCase,
    KinNotice,
    LeaveRequest,
    Stay,
)
from nuandong.rescue.policies.beds import zone_advice
from nuandong.rescue.policies.leaving import may_leave_alone, needs_decision
from nuandong.rescue.policies.stay import needs_female_staff
from nuandong.rescue.reference_station import exits
from nuandong.rescue.sealing import opened
from nuandong.rescue.selectors_clock import ClockState, Running, clocks_of, clocks_of_many
from nuandong.rescue.states.stay import PRESENT, StayState

PAGE: Final = 50
SEE: Final = "rescue.stay.see"
FEMALE_STAFF: Final = _("女性受助人员应由女性工作人员管理，请安排女同事。")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list of people in the station; `person` is masked, `due` the clock that runs out first."""

    stay: Stay
    person: PersonCard | None
    bed: str
    due: Running | None

    @property
    def late(self) -> bool:
        return self.due is not None and self.due.state is ClockState.LATE


@dataclass(frozen=True, slots=True)
class Kept:
    """Something in keeping, in words."""

    id: UUID
    what: str
    count: int
    prohibited: bool
    deposited_at: datetime
    returned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cared:
    """A line of the care log, in words."""

    id: UUID
    kind: str
    at: datetime
    text: str
    given_by: UUID


@dataclass(frozen=True, slots=True)
class Detail:
    """A stay with all that belongs to it. `warnings` are Chinese msgids."""

    stay: Stay
    person: PersonCard
    bed_use: BedUse | None
    clocks: Sequence[Running]
    belongings: Sequence[Kept]
    care: Sequence[Cared]
    hospital_cases: Sequence[HospitalCase]
    leave_requests: Sequence[LeaveRequest]
    notices: Sequence[KinNotice]
    exit_record: ExitRecord | None
    may_leave_alone: bool
    warnings: Sequence[str]


def stays(
    by: Actor,
    *,
    now: datetime,
    station: UUID | None = None,
    states: Collection[StayState] = PRESENT,
    after: UUID | None = None,
    limit: int = PAGE,
) -> list[Row]:
    """People in the stations of the scope, newest arrival first; the next page starts after the last id.

    Four queries for any number of people. Raises Forbidden.
    """
    permissions.check(by, SEE)
    rows = Stay.objects.filter(state__in=[state.value for state in states])
    if station is not None:
        rows = rows.filter(station=station)
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows.defer("form_sealed", "articles_sealed").order_by("-id")[:limit])
    cards = people.cards([stay.person_id for stay in found], by=by)
    uses = BedUse.objects.filter(stay__in=found, period__endswith=None).select_related("bed")
    beds = {use.stay_id: str(use.bed) for use in uses}
    running = clocks_of_many(found, now=now)
    return [Row(stay, cards.get(stay.person_id), beds.get(stay.id, ""), _next(running[stay.id])) for stay in found]


def left_since(by: Actor, *, since: datetime, station: UUID | None = None, limit: int = PAGE) -> list[Row]:
    """Who left since a moment, the last first, without bed and clocks. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = Stay.objects.filter(state=StayState.LEFT, left_at__gte=since)
    if station is not None:
        rows = rows.filter(station=station)
    found = list(rows.defer("form_sealed", "articles_sealed").order_by("-left_at", "-id")[:limit])
    cards = people.cards([stay.person_id for stay in found], by=by)
    return [Row(stay, cards.get(stay.person_id), "", None) for stay in found]


def counts(by: Actor, *, station: UUID | None = None) -> dict[str, int]:
    """How many people are in which state, all states named; for the board."""
    permissions.check(by, SEE)
    rows = Stay.objects.filter(state__in=[state.value for state in PRESENT])
    if station is not None:
        rows = rows.filter(station=station)
    counted = dict(rows.values_list("state").annotate(number=Count("id")))
    return {state.value: counted.get(state.value, 0) for state in PRESENT}


def detail(stay: UUID, *, by: Actor, now: datetime) -> Detail:
    """One stay with its person, bed, clocks, belongings, care, hospital, requests, notices. Raises NotFound, Forbidden,
    OutOfScope."""
    row = Stay.objects.select_related("station", "encounter").filter(id=stay).first()
    if row is None:
        raise no_such(_("在站记录"))
    permissions.check(by, SEE, region=row.region)
    staff = org.staff_by_id(by.staff)
    warn = needs_female_staff(row.sex, staff.sex if staff else "")
    use = current_use(row.id)
    advice = zone_advice(Zone(use.bed.zone), age=row.age, flags=row.flags) if use else ""
    return Detail(
        stay=row,
        person=people.card(row.person_id, by=by),
        bed_use=use,
        clocks=clocks_of(row, now=now),
        belongings=kept(row.belongings.order_by("id")),
        care=care_log(row.id),
        hospital_cases=list(row.hospital_cases.order_by("id")),
        leave_requests=list(row.leave_requests.order_by("id")),
        notices=list(row.kin_notices.order_by("-id")),
        exit_record=ExitRecord.objects.filter(stay=row).first(),
        may_leave_alone=may_leave_alone(row.age, tuple(row.flags)),
        warnings=[*([FEMALE_STAFF] if warn else []), *([advice] if advice else [])],
    )


def care_log(stay: UUID, *, after: UUID | None = None, limit: int = PAGE) -> list[Cared]:
    """The care log of a stay, newest first, by keyset of ids."""
    rows = CareEntry.objects.filter(stay=stay).order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    return [Cared(row.id, row.kind, row.at, opened(row, "text_sealed"), row.given_by) for row in rows[:limit]]


def kept(rows: QuerySet[Belonging]) -> list[Kept]:
    """Belongings in words."""
    return [
        Kept(row.id, opened(row, "what_sealed"), row.count, row.prohibited, row.deposited_at, row.returned_at)
        for row in rows
    ]


def exits_for(stay: Stay) -> list[tuple[str, str, bool]]:
    """Ways of leaving as (code, title, whether the duty leader must sign) for the form of a stay."""
    flags = tuple(stay.flags)
    return [
        (code, how.title, needs_decision(code, stay.age, flags))
        for code, how in exits().items()
        if code == "died"
        or (how.absent == (stay.state == StayState.ABSENT) and (not how.door or stay.state == StayState.ARRIVED))
    ]


def stays_of_person(person: UUID, *, by: Actor) -> list[Stay]:
    """Earlier and present stays of one person within the scope, newest first; repeat help is looked at with these."""
    permissions.check(by, SEE)
    rows = Stay.objects.filter(person=person).select_related("station")
    return list(rows.defer("form_sealed", "articles_sealed").order_by("-id")[:PAGE])


def _next(running: Sequence[Running]) -> Running | None:
    open_ones = [one for one in running if one.state in {ClockState.OPEN, ClockState.LATE}]
    return next(iter(open_ones), None)
