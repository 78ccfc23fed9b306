from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.errors_station import unknown_code
from nuandong.rescue.events.encounter import DepartmentNotified
from nuandong.rescue.lookups_station import encounter_of
from nuandong.rescue.models import DepartmentNotice
from nuandong.rescue.reference_station import station
from nuandong.rescue.sealing import seal


@transaction.atomic
def notify_department(
    *,
    by: Actor,
    now: datetime,
    encounter: UUID,
    department: str,
    heard_by: str = "",
    acted_at: datetime | None = None,
) -> DepartmentNotice:
    """Note that a department was told of an encounter: the police of danger, police and law enforcement of refusers.

    `heard_by` is who took it down there. Raises Forbidden, OutOfScope, NotFound, Invalid, Conflict when it was told
    before. Source: RES-018, RES-041.
    """
    row = encounter_of(encounter)
    permissions.check(by, "rescue.encounter.record", region=row.region)
    if department not in station().departments:
        raise unknown_code("department", _("部门"), department)
    at = times.told(acted_at, now, after=row.at)
    DepartmentNotice.objects.bulk_create(
        [DepartmentNotice(id=new_id(now), region=row.region, encounter=row, department=department, opened_at=now)],
        ignore_conflicts=True,
    )
    notice = DepartmentNotice.objects.get(encounter=row, department=department)
    changed = DepartmentNotice.objects.filter(id=notice.id, told_at=None).update(
        told_at=at,
        told_by=by.staff,
        heard_by_sealed=seal(DepartmentNotice, "heard_by_sealed", notice.id, heard_by, limit=100),
    )
    if changed != 1:
        raise Conflict(
            "rescue.told_already",
            _("%(department)s已经通报过。"),
            _("无需重复登记。"),
            department=station().departments[department].title,
        )
    words = {"heard_by": heard_by} if heard_by else None
    payload = DepartmentNotified(department=department)
    journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.id, text=words)
    return DepartmentNotice.objects.get(id=notice.id)
