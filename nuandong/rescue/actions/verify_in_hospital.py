from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.rescue import times
from nuandong.rescue.errors_station import wrong_state
from nuandong.rescue.events.encounter import HospitalVerified
from nuandong.rescue.lookups_station import hospital_case_of
from nuandong.rescue.models import HospitalCase
from nuandong.rescue.policies.hospital import VERIFY


@transaction.atomic
def verify_in_hospital(
    *, by: Actor, now: datetime, case: UUID, eligible: bool, acted_at: datetime | None = None
) -> HospitalCase:
    """The station has seen the patient in hospital and decided whether the rescue budget may pay for him.

    Raises Forbidden (also for whoever settled the bill), OutOfScope, NotFound, NotNow when that was done.
    Source: RES-020, RES-021.
    """
    row = hospital_case_of(case, lock=True)
    permissions.check(by, "rescue.stay.register", region=row.region)
    if row.verified_at is not None:
        raise wrong_state(_("住院记录"), _("已甄别核实"))
    at = times.told(acted_at, now, after=row.admitted_at)
    separation.note_act(by=by, case=row.id, act=VERIFY, now=now)
    HospitalCase.objects.filter(id=row.id).update(verified_at=at, eligible=eligible)
    payload = HospitalVerified(eligible=eligible)
    journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.id)
    return hospital_case_of(row.id)
