from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.bed_uses import current_use, occupy, release
from nuandong.rescue.errors_station import required, unknown_code
from nuandong.rescue.events.stay import BedAssigned
from nuandong.rescue.kinds_stay import BedException, Zone
from nuandong.rescue.lookups_station import bed_of, stay_of
from nuandong.rescue.models import Bed, BedUse, Stay
from nuandong.rescue.policies.stay import check_cared_for, zone_refusal


@transaction.atomic
def assign_bed(
    *,
    by: Actor,
    now: datetime,
    stay: UUID,
    bed: UUID,
    exception: str = "",
    reason: str = "",
    beside: UUID | None = None,
    acted_at: datetime | None = None,
) -> BedUse:
    """Give somebody a bed, or move him to another; the zone must fit sex, age and condition, or an exception with its
    reason is recorded. `beside`: the stay of the guardian whose bed a child shares.

    Raises Forbidden, OutOfScope, NotFound, NotNow, Invalid (zone), Conflict when the bed was just taken, which the
    database decides. Source: RES-035, 国务院令第381号.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.assign_bed", region=row.region)
    check_cared_for(row)
    chosen = bed_of(bed, lock=True)
    if not chosen.active or chosen.station_id != row.station_id:
        raise NotNow("rescue.bed_not_here", _("这张床不能使用。"), _("请选择本站正在使用的床位。"), field="bed")
    if exception and exception not in BedException.values:
        raise unknown_code("exception", _("例外"), exception)
    zone = Zone(chosen.zone)
    error = zone_refusal(zone, sex=row.sex, age=row.age, flags=row.flags, exception=exception, reason=reason)
    if error is not None:
        raise error
    guardian = _guardian(row, chosen, exception, beside)
    at = release(row, by=by, now=now, at=times.told(acted_at, now, after=row.entered_at))
    use = occupy(row, chosen, by=by, now=now, at=at, exception=exception, reason=reason, beside=guardian)
    payload = BedAssigned(
        bed=chosen.id,
        zone=zone,
        exception=BedException(exception) if exception else None,
        beside=guardian.id if guardian else None,
    )
    words = {"reason": reason} if exception else None
    journal.record(payload, by=by, now=now, acted_at=min(at, now), region=row.region, subject=row.id, text=words)
    return use


def _guardian(child: Stay, bed: Bed, exception: str, beside: UUID | None) -> Stay | None:
    if beside is None:
        return None
    if exception != BedException.GUARDIAN_WITH_CHILD:
        raise required("exception", _("例外"))
    guardian = stay_of(beside)
    use = current_use(guardian.id)
    if guardian.id == child.id or use is None or use.bed_id != bed.id:
        raise Conflict(
            "rescue.guardian_elsewhere", _("监护人不在这张床上。"), _("请选择监护人所在的床位。"), field="beside"
        )
    if child.age is None or guardian.age is None or child.age >= guardian.age:
        raise Invalid(
            "rescue.guardian_not_older", _("同床的应是监护人和未成年子女。"), _("请核对两人的年龄。"), field="beside"
        )
    return guardian
