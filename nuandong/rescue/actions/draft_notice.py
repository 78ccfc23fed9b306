from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.geo.codes import Level, at_level, level_of
from nuandong.geo.selectors import name_path
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.events.kin import KinNoticeDrafted, KinNoticeHeld
from nuandong.rescue.kin_holding import held_reason
from nuandong.rescue.kinds_stay import Flag
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import KinNotice, Stay
from nuandong.rescue.policies.kin import check_sought, check_words
from nuandong.rescue.sealing import seal
from nuandong.rescue.states.notice import NoticeState

_AGE_BAND = 5
"""Years to either side of an estimated age."""
_HEIGHTS = (30, 250)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What the family could recognise: words about the body, clothes, accent; height in cm; a photo."""

    features: str = ""
    accent: str = ""
    height_cm: int | None = None
    photo: UUID | None = None


@transaction.atomic
def draft_notice(*, by: Actor, now: datetime, stay: UUID, looks: Looks) -> KinNotice:
    """Compose a kin-search notice of masked facts: sex, an age band, the county and township where he was found, the
    day, looks. Suspicion of trafficking or violence holds it until the police agree.

    Raises Forbidden, OutOfScope, NotFound, NotNow (identity known), Invalid (private words), Conflict (there is one).
    Source: RES-039, product C.6.
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.kin.publish", region=row.region)
    check_sought(row)
    reason = held_reason(row.flags)
    try:
        with transaction.atomic():
            notice = KinNotice.objects.create(
                state=NoticeState.HELD if reason else NoticeState.DRAFT,
                held_reason=reason,
                drafted_by=by.staff,
                **_facts(row, looks, new_id(now), now),
            )
    except IntegrityError as error:
        raise Conflict("rescue.notice_there", _("此人已有一份寻亲公告。"), _("请修改或更新原有的公告。")) from error
    for payload in (
        KinNoticeDrafted(notice=notice.id),
        *([KinNoticeHeld(notice=notice.id, reason=Flag(reason))] if reason else []),
    ):
        journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return notice


def _facts(row: Stay, looks: Looks, identity: UUID, now: datetime) -> dict[str, object]:
    for field in ("features", "accent"):
        check_words(getattr(looks, field), field)
    if looks.height_cm is not None and not _HEIGHTS[0] <= looks.height_cm <= _HEIGHTS[1]:
        raise Invalid("rescue.height", _("身高不对。"), _("请填写厘米数。"), field="height_cm")
    met = row.encounter
    found_at = met.at if met else row.arrived_at
    where = met.region if met else row.region
    if level_of(where) > Level.TOWNSHIP:
        where = at_level(where, Level.TOWNSHIP)
    return {
        "id": identity,
        "region": row.region,
        "stay": row,
        "sex": row.sex,
        "age_from": None if row.age is None else max(0, row.age - _AGE_BAND),
        "age_to": None if row.age is None else row.age + _AGE_BAND,
        "height_cm": looks.height_cm,
        "features_sealed": seal(KinNotice, "features_sealed", identity, looks.features, limit=200),
        "accent": clean_line(looks.accent, 40, field="accent"),
        "found_area": name_path(where, local_date(now), top=Level.PREFECTURE)[:80],
        "found_on": local_date(found_at),
        "photo": looks.photo or row.photo,
        "drafted_at": now,
    }
