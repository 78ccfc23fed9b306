from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.errors_station import required, wrong_state
from nuandong.rescue.events.encounter import HospitalLeft
from nuandong.rescue.lookups_station import hospital_case_of
from nuandong.rescue.models import HospitalCase
from nuandong.rescue.sealing import seal


@transaction.atomic
def leave_hospital(
    *,
    by: Actor,
    now: datetime,
    case: UUID,
    certificate: bool,
    note: str = "",
    acted_at: datetime | None = None,
) -> HospitalCase:
    """Record the discharge from hospital; `certificate`: the discharge certificate was seen, else `note` says why there
    is none. The stay waits for `come_back` or for an exit.

    Raises Forbidden, OutOfScope, NotFound, NotNow when he was discharged before, Invalid. Source: facts 2.2 row 22.
    """
    row = hospital_case_of(case, lock=True)
    permissions.check(by, "rescue.stay.care", region=row.region)
    if row.discharged_at is not None:
        raise wrong_state(_("住院记录"), _("已出院"))
    if not certificate and not note.strip():
        raise required("note", _("没有出院证明的原因"))
    at = times.told(acted_at, now, after=row.admitted_at)
    HospitalCase.objects.filter(id=row.id).update(
        discharged_at=at, discharge_sealed=seal(HospitalCase, "discharge_sealed", row.id, note)
    )
    payload = HospitalLeft(certificate=certificate)
    journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.id)
    return hospital_case_of(row.id)
