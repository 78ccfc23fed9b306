from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import noticing
from nuandong.relief import policies_notices as policies
from nuandong.relief.actions.post_notice import POST
from nuandong.relief.columns import columns
from nuandong.relief.events.noticing import NoticeReplaced
from nuandong.relief.models import Notice, NoticeLine
from nuandong.relief.preparing import new_token, tell_prepared
from nuandong.relief.steps import NoticeState

WORDS = 200


@transaction.atomic
def replace_notice(*, by: Actor, now: datetime, notice: UUID, why: str) -> Notice:
    """A wrong notice no longer counts, its page is closed, and a new one is prepared from the facts of now.

    What was posted is never changed; the days of the new one begin with its own photo. Raises NotFound, Forbidden,
    OutOfScope, NotNow when it is down already, Invalid without a reason.
    """
    row = noticing.notice_of(notice, lock=True)
    permissions.check(by, POST, region=policies.hangs_at(row))
    policies.check_state(row, NoticeState.PREPARED, NoticeState.POSTED)
    why = clean_text(why, WORDS, field="why")
    if not why:
        raise Invalid("relief.notice_why", _("没有写明更正的原因。"), _("请写明哪里错了。"), field="why")
    lines = list(
        row.lines.filter(removed_at=None)
        .exclude(application__state__in=policies.OFF)
        .select_related("application")
        .order_by("place")
    )
    if row.state == NoticeState.PREPARED:
        Notice.objects.filter(id=row.id).update(state=NoticeState.DROPPED)
    else:
        Notice.objects.filter(id=row.id).update(state=NoticeState.DOWN, taken_down_at=now, taken_down_by=by.staff)
    row.lines.filter(removed_at=None).update(removed_at=now)
    made = Notice.objects.create(
        id=new_id(now),
        region=row.region,
        season=row.season,
        pack=row.pack,
        code=row.code,
        title=row.title,
        shows=columns(policies.rule_of(row), region=row.region, now=now),
        days=row.days,
        working_days=row.working_days,
        token=new_token(),
        phone="",
        prepared_by=by.staff,
        prepared_at=now,
    )
    NoticeLine.objects.bulk_create(
        (_again(made, place, one, now) for place, one in enumerate(lines, 1)), batch_size=noticing.BATCH
    )
    tell_prepared(made, len(lines), by=by, now=now)
    payload = NoticeReplaced(successor=made.id)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=why)
    return made


def _again(notice: Notice, place: int, old: NoticeLine, now: datetime) -> NoticeLine:
    one = old.application
    shown_fen = old.amount_fen if old.result else one.amount_fen
    return NoticeLine(
        id=new_id(now),
        region=old.region,
        notice=notice,
        application=one,
        place=place,
        head_masked=one.head_masked,
        category=one.category,
        size=one.size,
        persons=one.persons,
        amount_fen=shown_fen if "amount" in notice.shows else None,
        result=old.result,
    )
