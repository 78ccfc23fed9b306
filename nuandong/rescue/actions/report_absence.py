from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.bed_uses import release
from nuandong.rescue.errors_station import required
from nuandong.rescue.events.stay import AbsenceReported
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.leaving import may_leave_alone
from nuandong.rescue.policies.stay import check_move
from nuandong.rescue.states.stay import StayState


@transaction.atomic
def report_absence(
    *, by: Actor, now: datetime, stay: UUID, police: str, note: str = "", acted_at: datetime | None = None
) -> Stay:
    """Somebody is gone and nobody knows why: the search with the police begins at once. `police` says which police
    office was told and who took it down; `acted_at` when the absence was noticed.

    Raises Forbidden, OutOfScope, NotFound, NotNow, Invalid. Source: product C.5, facts 2.2 row 20.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.care", region=row.region)
    check_move(row, "report_absence")
    if not police.strip():
        raise required("police", _("报警情况（派出所、接警人）"))
    at = times.told(acted_at, now, after=row.arrived_at)
    release(row, by=by, now=now, at=at)
    Stay.objects.filter(id=row.id).update(state=StayState.ABSENT, absent_since=at)
    payload = AbsenceReported(may_leave_alone=may_leave_alone(row.age, tuple(row.flags)))
    words = {"police": police, **({"note": note} if note else {})}
    journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.id, text=words)
    return stay_of(row.id)
