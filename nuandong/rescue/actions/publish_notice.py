from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.plans.contents import check_notice
from nuandong.rescue import times
from nuandong.rescue.events.kin import KinNoticePublished
from nuandong.rescue.lookups_station import notice_of, stay_of
from nuandong.rescue.models import KinNotice
from nuandong.rescue.policies.kin import check_move, check_sought, checked_channels, shown
from nuandong.rescue.states.notice import NoticeState


@transaction.atomic
def publish_notice(
    *, by: Actor, now: datetime, notice: UUID, channels: Sequence[str], acted_at: datetime | None = None
) -> KinNotice:
    """Publish a notice, or refresh it: `channels` are those it went out by this time, codes of the list.

    Raises Forbidden, OutOfScope, NotFound, NotNow (held for the police, withdrawn, identity known), Invalid.
    Source: RES-039, RES-040, facts 2.2 rows 10 and 16.
    """
    row = notice_of(notice, lock=True)
    permissions.check(by, "rescue.kin.publish", region=row.region)
    check_move(row, "publish_notice")
    stay = stay_of(row.stay_id)
    check_sought(stay)
    used = checked_channels(list(channels))
    check_notice("kin_notice", region=row.region, now=now, shows=shown(row))
    at = times.told(acted_at, now, after=stay.entered_at)
    again = row.published_at is not None
    KinNotice.objects.filter(id=row.id).update(
        state=NoticeState.PUBLISHED,
        channels=checked_channels([*row.channels, *used]),
        published_at=row.published_at or at,
        refreshed_at=at if again else None,
    )
    payload = KinNoticePublished(notice=row.id, channels=used, refresh=again)
    journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.stay_id)
    return notice_of(row.id)
