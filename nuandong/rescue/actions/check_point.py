from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.geo.coordinates import Point
from nuandong.geo.places import place_by_id
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.events.patrol import PatrolPointChecked
from nuandong.rescue.lookups import round_of
from nuandong.rescue.models import PatrolCheck
from nuandong.rescue.policies.patrol import check_going_on, check_patrolled, check_within
from nuandong.vault import api as vault

TABLE: Final = PatrolCheck._meta.db_table
NOTE: Final = 1000
_MOST_FOUND: Final = 500


@transaction.atomic
def check_point(
    *,
    by: Actor,
    now: datetime,
    patrol: UUID,
    place: UUID,
    found: int = 0,
    note: str = "",
    position: Point | None = None,
    acted_at: datetime | None = None,
) -> PatrolCheck:
    """The team looked at a key location and met `found` people in need there; `position` is the phone's, WGS-84.

    Each of the people gets an encounter of their own. Raises NotFound, Forbidden, OutOfScope, NotNow for a round that
    is over, Invalid for what is no key location, the count or the time, Conflict for the same check twice.
    Source: RES-008, RES-009.
    """
    out = round_of(patrol)
    permissions.check(by, "rescue.patrol.record", region=out.region)
    check_going_on(out)
    spot = place_by_id(place)
    check_patrolled(spot)
    at = check_within(out, acted_at or now, now=now)
    if not 0 <= found <= _MOST_FOUND:
        raise Invalid("rescue.found_count", _("发现人数不对。"), _("没有人时填 0。"), field="found")
    if PatrolCheck.objects.filter(round=out, place=spot, at=at).exists():
        raise Conflict("rescue.checked_already", _("这个点位刚刚打过卡。"), _("不必重复打卡。"), field="place")
    identity = new_id(now)
    words = clean_text(note, NOTE, field="note")
    check = PatrolCheck.objects.create(
        id=identity,
        region=spot.region,
        round=out,
        place=spot,
        at=at,
        found=found,
        note_sealed=vault.seal(TABLE, "note_sealed", identity, words) if words else None,
        lat=None if position is None else round(position.lat, 7),
        lon=None if position is None else round(position.lon, 7),
        checked_by=by.staff,
        recorded_at=now,
    )
    payload = PatrolPointChecked(place=spot.id, place_kind=spot.kind, found=found)
    text = {"note": words} if words else None
    journal.record(payload, by=by, now=now, acted_at=at, region=spot.region, subject=out.id, text=text)
    return check
