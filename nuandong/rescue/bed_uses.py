"""Who sleeps where: the one place that opens and ends the use of a bed."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.events.stay import BedReleased
from nuandong.rescue.models import Bed, BedUse, Stay
from nuandong.rescue.models.bed_use import BED_ONCE, STAY_ONCE
from nuandong.rescue.sealing import seal

_LEAST: Final = timedelta(milliseconds=1)
"""A use has a length: an empty period would say nothing of who slept there."""


def current_use(stay: UUID) -> BedUse | None:
    """The bed somebody sleeps in."""
    return BedUse.objects.filter(stay=stay, period__endswith=None).select_related("bed").first()


def release(stay: Stay, *, by: Actor, now: datetime, at: datetime) -> datetime:
    """End the use of the bed the stay has, if it has one, and write its event; returns when a next use may begin."""
    use = current_use(stay.id)
    if use is None:
        return at
    end: datetime = max(at, use.period.lower + _LEAST)
    BedUse.objects.filter(id=use.id).update(period=DateTimeTZRange(use.period.lower, end))
    payload = BedReleased(bed=use.bed_id)
    journal.record(payload, by=by, now=now, acted_at=min(end, now), region=stay.region, subject=stay.id)
    return end


def occupy(
    stay: Stay, bed: Bed, *, by: Actor, now: datetime, at: datetime, exception: str, reason: str, beside: Stay | None
) -> BedUse:
    """Begin the use of a bed. The database decides between two workers at once; the second gets Conflict."""
    identity = new_id(now)
    try:
        with transaction.atomic():
            return BedUse.objects.create(
                id=identity,
                region=stay.region,
                bed=bed,
                stay=stay,
                period=DateTimeTZRange(at, None),
                exception=exception,
                reason_sealed=seal(BedUse, "reason_sealed", identity, reason, limit=200) if exception else None,
                beside=beside,
                assigned_by=by.staff,
            )
    except IntegrityError as error:
        if STAY_ONCE in str(error):
            raise Conflict(
                "rescue.has_a_bed", _("此人刚刚已被安排了床位。"), _("请刷新页面查看。"), field="bed"
            ) from error
        if BED_ONCE in str(error):
            raise Conflict(
                "rescue.bed_taken",
                _("%(bed)s床刚刚已安排给别人。"),
                _("请换一张空床。"),
                field="bed",
                bed=str(bed),
            ) from error
        raise
