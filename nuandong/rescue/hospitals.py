"""Opening a hospital case, which an encounter and a stay both do."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nuandong.geo.facilities import facilities_around, facility_names
from nuandong.geo.kinds import PlaceKind
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import selectors as org
from nuandong.rescue.errors_station import unknown_code
from nuandong.rescue.events.encounter import HospitalEntered
from nuandong.rescue.models import Encounter, HospitalCase, Stay
from nuandong.rescue.reference_station import station


def open_case(
    *,
    by: Actor,
    now: datetime,
    at: datetime,
    region: int,
    hospital: UUID,
    tracker: UUID,
    payer: str,
    encounter: Encounter | None = None,
    stay: Stay | None = None,
) -> HospitalCase:
    """Somebody is in hospital from `at` on, followed by `tracker`; `payer` is a code of the payer rules.

    Raises Invalid for a place that is no hospital of the county, an unknown payer rule or a tracker who is not in
    office. Source: RES-020, RES-021.
    """
    if payer not in station().payers:
        raise unknown_code("payer", _("结算办法"), payer)
    check_tracker(tracker)
    if hospital not in {one.id for one in facilities_around(region, [PlaceKind.HOSPITAL])}:
        raise Invalid("rescue.not_a_hospital", _("所选地点不是医院。"), _("请从医院列表中选择。"), field="hospital")
    person = stay.person_id if stay else encounter.person_id if encounter else None
    case = HospitalCase.objects.create(
        id=new_id(now),
        region=region,
        encounter=encounter,
        stay=stay,
        person_id=person,
        hospital_id=hospital,
        tracker=tracker,
        payer=payer,
        admitted_at=at,
    )
    payload = HospitalEntered(
        encounter=encounter.id if encounter else None,
        stay=stay.id if stay else None,
        hospital=hospital,
        tracker=tracker,
        payer=payer,
    )
    journal.record(payload, by=by, now=now, acted_at=at, region=region, subject=case.id)
    return case


def names(cases: Iterable[HospitalCase]) -> dict[UUID, str]:
    """The hospitals of these cases by id; a township may name that of the county, whose record it does not see."""
    return facility_names({case.hospital_id for case in cases})


def check_tracker(staff: UUID) -> None:
    """Raise Invalid unless a hospital case is followed by somebody in office (RES-021: a named officer)."""
    found = org.staff_by_id(staff)
    if found is None or not found.active:
        raise Invalid(
            "rescue.tracker_unknown", _("跟踪人不是在岗人员。"), _("请从人员列表中选择跟踪人。"), field="tracker"
        )
