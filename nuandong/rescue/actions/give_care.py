from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.errors_station import required, unknown_code
from nuandong.rescue.events.stay import CareGiven
from nuandong.rescue.kinds_stay import Care
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import CareEntry
from nuandong.rescue.policies.stay import check_cared_for
from nuandong.rescue.sealing import seal

_TOLD = frozenset({Care.HEALTH, Care.MEDICINE, Care.OBSERVATION})
"""Kinds that say nothing without words."""


@transaction.atomic
def give_care(
    *, by: Actor, now: datetime, stay: UUID, kind: str, text: str = "", acted_at: datetime | None = None
) -> CareEntry:
    """Add a line to the care log: a meal, a bath, a look at somebody's health. Words stay sealed.

    Raises Forbidden, OutOfScope, NotFound, NotNow for somebody not inside, Invalid. Source: RES-037.
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.stay.care", region=row.region)
    check_cared_for(row)
    if kind not in Care.values:
        raise unknown_code("kind", _("照料事项"), kind)
    if Care(kind) in _TOLD and not text.strip():
        raise required("text", _("情况说明"))
    at = times.told(acted_at, now, after=row.entered_at)
    identity = new_id(now)
    entry = CareEntry.objects.create(
        id=identity,
        region=row.region,
        stay=row,
        kind=kind,
        at=at,
        text_sealed=seal(CareEntry, "text_sealed", identity, text),
        given_by=by.staff,
        recorded_at=now,
    )
    journal.record(CareGiven(care=Care(kind)), by=by, now=now, acted_at=at, region=row.region, subject=row.id)
    return entry
