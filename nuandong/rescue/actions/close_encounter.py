from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.errors import raced
from nuandong.rescue.errors_station import unknown_code
from nuandong.rescue.events.encounter import EncounterClosed
from nuandong.rescue.hospitals import open_case
from nuandong.rescue.kinds_encounter import Outcome
from nuandong.rescue.leaders import check_leader
from nuandong.rescue.lookups_station import encounter_of
from nuandong.rescue.models import DepartmentNotice, Encounter, FollowUp
from nuandong.rescue.policies.encounter import Ending, check_end, searched_for
from nuandong.rescue.reference_station import station
from nuandong.rescue.sealing import opened, seal
from nuandong.rescue.states.encounter import EncounterState
from nuandong.supplies.actions.issue_kit import issue_kit


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Goods left with the person, out of a store; `declined`: not even goods were wanted."""

    store: UUID | None = None
    kit: str = "warm"
    sizes: Mapping[str, str] = field(default_factory=dict)
    signed: bool = False
    declined: bool = False
    reason: str = ""
    """Why goods that a plan demands are not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    """Where the person was taken, who follows the case, who pays (code of `payers`)."""

    place: UUID
    tracker: UUID
    payer: str = "who_brings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """What was done with the person. `willing` None keeps what was recorded; `note` is added to what was noted.

    `ground_by` is the doctor, officer or guardian behind `legal_ground`; `confirmed_by` the duty leader who confirmed a
    refusal or a loss; `guardian` who took the person home; `follow_up_by` sees to whoever refused or is searched for,
    else whoever closes does.
    """

    outcome: str
    willing: bool | None = None
    kit: Kit | None = None
    leaflet: bool = False
    hospital: Hospital | None = None
    legal_ground: str = ""
    ground_by: str = ""
    medically_cleared: bool = False
    confirmed_by: UUID | None = None
    guardian: str = ""
    note: str = ""
    follow_up_by: UUID | None = None

    def ending(self, row: Encounter) -> Ending:
        """The same as the policy asks it; Invalid for an outcome nobody knows."""
        if self.outcome not in Outcome.values:
            raise unknown_code("outcome", _("处置结果"), self.outcome)
        told = row.department_notices.exclude(told_at=None).values_list("department", flat=True)
        return Ending(
            outcome=Outcome(self.outcome),
            willing=row.willing if self.willing is None else self.willing,
            legal_ground=self.legal_ground,
            ground_by=self.ground_by,
            medically_cleared=self.medically_cleared,
            confirmed_by=self.confirmed_by,
            guardian=self.guardian,
            kit=self.kit is not None and (self.kit.declined or self.kit.store is not None),
            given=self.kit is not None and self.kit.store is not None,
            leaflet=self.leaflet,
            hospital=self.hospital.place if self.hospital else None,
            tracker=self.hospital.tracker if self.hospital else None,
            seen=bool(row.photos),
            note=self.note,
            told=frozenset(told),
        )


@transaction.atomic
def close_encounter(
    *, by: Actor, now: datetime, encounter: UUID, done: Disposition, acted_at: datetime | None = None
) -> Encounter:
    """End an encounter; what its categories allow is in `policies.encounter`.

    Issues the kit (what the store lacks is named in the event of `supplies`), opens the hospital case, the first visit
    to a refuser or search for somebody lost, and the notices to departments. Raises Forbidden, OutOfScope, NotFound,
    NotNow (closed, police not told), Invalid (ending not allowed), Conflict (nothing in stock, somebody was first).
    Source: RES-013 to RES-018, RES-020, RES-021, RES-024, 国务院令第381号.
    """
    row = encounter_of(encounter)
    permissions.check(by, "rescue.encounter.record", region=row.region)
    at = times.told(acted_at, now, after=row.at)
    ending = done.ending(row)
    check_end(row, ending)
    if ending.confirmed_by is not None:
        check_leader(ending.confirmed_by, region=row.region, moments=(at, now))
    goods = done.kit or Kit()
    _settle(row, ending, goods, at=at, now=now)
    given = _issue(row, ending, goods, by=by, now=now, at=at)
    if done.hospital and ending.outcome is Outcome.TO_HOSPITAL:
        taken = done.hospital
        open_case(
            by=by,
            now=now,
            at=at,
            region=row.region,
            encounter=row,
            hospital=taken.place,
            tracker=taken.tracker,
            payer=taken.payer,
        )
    due = _follow_up(row, ending, owner=done.follow_up_by or by.staff, at=at, now=now)
    said = (("ground_by", done.ground_by), ("guardian", done.guardian), ("note", done.note))
    words = {key: text for key, text in said if text}
    payload = _told(row, ending, given=given, due=due)
    journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.id, text=words or None)
    return encounter_of(row.id)


def _told(row: Encounter, ending: Ending, *, given: bool, due: datetime | None) -> EncounterClosed:
    return EncounterClosed(
        categories=row.categories,
        outcome=ending.outcome,
        willing=ending.willing,
        kit=ending.kit,
        kit_given=given,
        leaflet=ending.leaflet,
        ground=ending.legal_ground if ending.willing is False else "",
        severe=row.weather_severe,
        follow_up_due=due,
    )


def _settle(row: Encounter, ending: Ending, goods: Kit, *, at: datetime, now: datetime) -> None:
    review = row.weather_severe and ending.outcome is Outcome.TO_STATION
    changed = Encounter.objects.filter(id=row.id, state=EncounterState.OPEN).update(
        state=EncounterState.CLOSED,
        outcome=ending.outcome,
        willing=ending.willing,
        legal_ground=ending.legal_ground if ending.willing is False else "",
        note_sealed=seal(Encounter, "note_sealed", row.id, _noted(row, ending.note)),
        ground_by_sealed=seal(Encounter, "ground_by_sealed", row.id, ending.ground_by or ending.guardian, limit=200),
        medically_cleared=ending.medically_cleared,
        confirmed_by=ending.confirmed_by,
        kit_declined=goods.declined and goods.store is None,
        leaflet=ending.leaflet,
        review_due=times.due(station().encounter.review_within, at) if review else None,
        closed_at=now,
    )
    if changed != 1:
        raise raced("")


def _noted(row: Encounter, more: str) -> str:
    return "\n".join(filter(None, (opened(row, "note_sealed"), more.strip())))


def _issue(row: Encounter, ending: Ending, goods: Kit, *, by: Actor, now: datetime, at: datetime) -> bool:
    if goods.store is None:
        return False
    moved = issue_kit(
        by=by,
        now=now,
        acted_at=at,
        store=goods.store,
        kit=goods.kit,
        sizes=goods.sizes,
        person=row.person_id,
        encounter=row.id,
        team=row.team_id,
        signed=goods.signed,
        without_missing=True,
        occasion=ending.outcome,
        reason=goods.reason,
    )
    Encounter.objects.filter(id=row.id).update(kit_act=moved.act)
    return True


def _follow_up(row: Encounter, ending: Ending, *, owner: UUID, at: datetime, now: datetime) -> datetime | None:
    """The first visit to a refuser, and the departments that must hear of him (RES-017, RES-018); or the search."""
    refused = ending.outcome is Outcome.REFUSED
    if not refused and not searched_for(row.categories, ending.outcome):
        return None
    rules = station().encounter
    due = times.due(rules.follow_up_after if refused else rules.search_after, at)
    FollowUp.objects.create(id=new_id(now), region=row.region, encounter=row, owner=owner, due_at=due)
    if not refused:
        return due
    DepartmentNotice.objects.bulk_create(
        [
            DepartmentNotice(id=new_id(now), region=row.region, encounter=row, department=code, opened_at=now)
            for code, department in station().departments.items()
            if department.on_refusal and code not in ending.told
        ],
        ignore_conflicts=True,
    )
    return due
