"""Who sleeps where: the one place that opens and ends the use of a bed."""

from collections.abc import Collection
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
from nuandong.rescue.policies.beds import Sleeper
from nuandong.rescue.sealing import seal

_LEAST: Final = timedelta(milliseconds=1)
"""A use has a length: an empty period would say nothing of who slept there."""


def current_use(stay: UUID) -> BedUse | None:
    """The bed somebody sleeps in."""
    return BedUse.objects.filter(stay=stay, period__endswith=None).select_related("bed").first()


def sleepers(room: Collection[Bed], *, but: UUID) -> dict[UUID, tuple[Sleeper, UUID]]:
    """Who sleeps in these beds, by stay, each with his bed; all but the one stay."""
    uses = BedUse.objects.filter(bed__in=room, period__endswith=None).exclude(stay=but).select_related("stay")
    return {
        use.stay_id: (sleeper(use.stay, exception=use.exception, companion=use.companion_id), use.bed_id)
        for use in uses
    }


def sleeper(stay: Stay, *, exception: str = "", companion: UUID | None = None) -> Sleeper:
    """A stay as the rules of beds see it."""
    return Sleeper(stay=stay.id, sex=stay.sex, age=stay.age, flags=stay.flags, exception=exception, companion=companion)


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
    who: Sleeper, stay: Stay, bed: Bed, *, by: Actor, now: datetime, at: datetime, reason: str, beside: UUID | None
) -> BedUse:
    """Begin the use of a bed, by the exception and with the companion of `who`.

    The database decides between two workers at once; the second gets Conflict.
    """
    identity = new_id(now)
    try:
        with transaction.atomic():
            return BedUse.objects.create(
                id=identity,
                region=stay.region,
                bed=bed,
                stay=stay,
                period=DateTimeTZRange(at, None),
                exception=who.exception,
                reason_sealed=seal(BedUse, "reason_sealed", identity, reason, limit=200) if who.exception else None,
                companion_id=who.companion,
                beside_id=beside,
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
