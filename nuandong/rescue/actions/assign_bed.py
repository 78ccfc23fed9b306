from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.bed_uses import occupy, release, sleeper, sleepers
from nuandong.rescue.errors_station import unknown_code
from nuandong.rescue.events.stay import BedAssigned
from nuandong.rescue.kinds_stay import BedException, Zone
from nuandong.rescue.lookups_station import bed_of, stay_of
from nuandong.rescue.models import Bed, BedUse, Stay
from nuandong.rescue.policies.beds import companion_refusal, room_refusal, zone_refusal
from nuandong.rescue.policies.stay import can_be_cared_for, check_cared_for


@transaction.atomic
def assign_bed(
    *,
    by: Actor,
    now: datetime,
    stay: UUID,
    bed: UUID,
    exception: str = "",
    reason: str = "",
    companion: UUID | None = None,
    acted_at: datetime | None = None,
) -> BedUse:
    """Give somebody a bed, or move him to another; the zone must fit sex, age and condition and the room hold nobody of
    the other sex, or an exception with its reason is recorded. `companion`: the stay of the guardian or the child he
    sleeps with; the two may share the bed in which the companion lies.

    Raises Forbidden, OutOfScope, NotFound, NotNow, Invalid (zone, room, companion), Conflict when the bed was just
    taken, which the database decides. Source: RES-035, 国务院令第381号.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.assign_bed", region=row.region)
    check_cared_for(row)
    if exception and exception not in BedException.values:
        raise unknown_code("exception", _("例外"), exception)
    chosen, room = _room(row, bed)
    beside = _check_fit(row, chosen, room, exception=exception, reason=reason, companion=companion)
    who = sleeper(row, exception=exception, companion=companion)
    at = release(row, by=by, now=now, at=times.told(acted_at, now, after=row.entered_at))
    use = occupy(who, row, chosen, by=by, now=now, at=at, reason=reason, beside=beside)
    payload = BedAssigned(
        bed=chosen.id,
        zone=Zone(chosen.zone),
        exception=BedException(exception) if exception else None,
        companion=companion,
        beside=beside,
    )
    words = {"reason": reason} if exception else None
    journal.record(payload, by=by, now=now, acted_at=min(at, now), region=row.region, subject=row.id, text=words)
    return use


def _room(stay: Stay, bed: UUID) -> tuple[Bed, list[Bed]]:
    """The bed and all beds of its room, locked: two workers who fill one room follow each other."""
    asked = bed_of(bed)
    beds = Bed.objects.filter(station=asked.station_id, room=asked.room, active=True).order_by("id")
    room = list(beds.select_for_update(no_key=True))
    chosen = next((one for one in room if one.id == bed), None)
    if chosen is None or chosen.station_id != stay.station_id:
        raise NotNow("rescue.bed_not_here", _("这张床不能使用。"), _("请选择本站正在使用的床位。"), field="bed")
    return chosen, room


def _check_fit(
    row: Stay, bed: Bed, room: list[Bed], *, exception: str, reason: str, companion: UUID | None
) -> UUID | None:
    """Raise what speaks against the bed; the companion if the two will share it."""
    who, zone = sleeper(row, exception=exception, companion=companion), Zone(bed.zone)
    inside = sleepers(room, but=row.id)
    other = stay_of(companion) if companion else None
    near = other is not None and other.id in inside
    error = (
        zone_refusal(zone, who, reason=reason)
        or companion_refusal(
            zone,
            who,
            sleeper(other) if other else None,
            same_room=near,
            inside=other is not None and can_be_cared_for(other) and other.station_id == row.station_id,
        )
        or room_refusal(zone, who, [one for one, _bed in inside.values()])
    )
    if error is not None:
        raise error
    return companion if companion and near and inside[companion][1] == bed.id else None
