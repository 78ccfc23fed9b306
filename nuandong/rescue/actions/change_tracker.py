from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.errors_station import wrong_state
from nuandong.rescue.events.encounter import HospitalTrackerChanged
from nuandong.rescue.hospitals import check_tracker
from nuandong.rescue.lookups_station import hospital_case_of
from nuandong.rescue.models import HospitalCase


@transaction.atomic
def change_tracker(*, by: Actor, now: datetime, case: UUID, tracker: UUID, reason: str = "") -> HospitalCase:
    """Another officer follows a hospital case until its bill is settled.

    Raises Forbidden, OutOfScope, NotFound, NotNow when it is settled, Invalid for nobody in office. Source: RES-021.
    """
    row = hospital_case_of(case, lock=True)
    permissions.check(by, "rescue.stay.care", region=row.region)
    if row.settled_at is not None:
        raise wrong_state(_("住院记录"), _("已结算"))
    check_tracker(tracker)
    HospitalCase.objects.filter(id=row.id).update(tracker=tracker)
    payload = HospitalTrackerChanged(tracker=tracker)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=reason or None)
    return hospital_case_of(row.id)
