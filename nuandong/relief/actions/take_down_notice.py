from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import noticing
from nuandong.relief import policies_notices as policies
from nuandong.relief.actions.post_notice import POST
from nuandong.relief.events.noticing import NoticeEnded, NoticePhotographed, NoticeTakenDown
from nuandong.relief.models import Notice
from nuandong.relief.steps import NoticeState


@transaction.atomic
def photograph_notice(*, by: Actor, now: datetime, notice: UUID, photo: UUID | None) -> Notice:
    """Keep the photo of a notice on its last day, or later: proof that it hung so long.

    Raises NotFound, Forbidden, OutOfScope, NotNow before the last day, Invalid without a photo. Source: DIS-026.
    """
    row = _row(by, notice)
    policies.check_photographable(row, local_date(now))
    policies.check_photo(photo)
    Notice.objects.filter(id=row.id).update(last_photo=photo)
    journal.record(NoticePhotographed(), by=by, now=now, region=row.region, subject=row.id)
    return noticing.notice_of(row.id)


@transaction.atomic
def take_down_notice(
    *, by: Actor, now: datetime, notice: UUID, photo: UUID | None = None, acted_at: datetime | None = None
) -> Notice:
    """Take the poster off the wall, the day after its last at the earliest. It needs the photo of the last day.

    Households held by an objection go on by themselves, on the public page and a poster with them alone. Raises
    NotFound, Forbidden, OutOfScope, NotNow, Invalid.
    """
    row = _row(by, notice)
    moment = acted_at or now
    policies.check_removable(row, local_date(moment))
    policies.check_photo(photo or row.last_photo)
    if moment > now:
        raise Invalid("relief.notice_down_at", _("撤下时间不对。"), _("不能晚于现在。"), field="acted_at")
    assert row.ends_on is not None, "it is posted"
    Notice.objects.filter(id=row.id).update(
        state=NoticeState.DOWN, taken_down_at=moment, taken_down_by=by.staff, last_photo=photo or row.last_photo
    )
    payload = NoticeTakenDown(code=row.code, days_late=(local_date(moment) - row.ends_on).days - 1)
    journal.record(payload, by=by, now=now, acted_at=moment, region=row.region, subject=row.id)
    return noticing.notice_of(row.id)


@transaction.atomic
def end_notices(*, by: Actor, now: datetime) -> int:
    """Mark the notices whose last day has passed: they are to be taken down. Returns how many."""
    over = list(
        Notice.objects.select_for_update(skip_locked=True)
        .filter(state=NoticeState.POSTED, ends_on__lt=local_date(now))
        .order_by(F("ends_on"), "id")
    )
    for row in over:
        Notice.objects.filter(id=row.id).update(state=NoticeState.ENDED)
        journal.record(NoticeEnded(), by=by, now=now, region=row.region, subject=row.id)
    return len(over)


def _row(by: Actor, notice: UUID) -> Notice:
    row = noticing.notice_of(notice, lock=True)
    permissions.check(by, POST, region=policies.hangs_at(row))
    return row
