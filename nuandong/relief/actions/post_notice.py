from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import columns, noticing
from nuandong.relief import policies_notices as policies
from nuandong.relief.events.noticing import NoticePosted
from nuandong.relief.models import Notice, NoticeLine
from nuandong.relief.preparing import new_token, tell_prepared
from nuandong.relief.steps import NoticeState

POST = "relief.notice.post"
PHONE = 30


@transaction.atomic
def post_notice(
    *, by: Actor, now: datetime, notice: UUID, photo: UUID | None, phone: str, acted_at: datetime | None = None
) -> Notice:
    """Hang a notice: the photo of the poster starts its clock, the day of the photo not counted.

    `photo` is a stored picture, `phone` the township's phone for reports. Where notices follow one another, households
    whose earlier one is not over go to a notice of their own, which is posted later. A household with an open
    objection hangs without a clock. Raises NotFound, Forbidden, OutOfScope (a township's notice is posted by the
    township), NotNow, Invalid. Source: DIS-021 to DIS-024.
    """
    row = noticing.notice_of(notice, lock=True)
    permissions.check(by, POST, region=policies.hangs_at(row))
    policies.check_state(row, NoticeState.PREPARED)
    policies.check_photo(photo)
    phone = clean_line(phone, PHONE, field="phone")
    if not phone:
        raise Invalid("relief.notice_phone", _("没有填写举报电话。"), _("请填写乡镇的举报电话。"), field="phone")
    moment = acted_at or now
    if not row.prepared_at <= moment <= now:
        raise Invalid(
            "relief.notice_posted_at",
            _("张贴时间不对。"),
            _("应在公示编制以后、现在以前。"),
            field="acted_at",
        )
    if policies.rule_of(row).after != "pay":
        columns.check(row.shows, region=row.region, now=now)
    day = local_date(moment)
    lines = list(row.lines.filter(removed_at=None).exclude(application__state__in=policies.OFF).order_by("place"))
    lines = _without_early(row, lines, day, by=by, now=now)
    held = noticing.objected(one.application_id for one in lines)
    ends_on = noticing.last_day(row, day, row.days)
    for one in lines:
        stands = one.application_id in held
        one.ends_on, one.days_left = (None, row.days) if stands else (ends_on, None)
    NoticeLine.objects.bulk_update(lines, ["ends_on", "days_left"], batch_size=noticing.BATCH)
    changed = Notice.objects.filter(id=row.id, state=NoticeState.PREPARED).update(
        state=NoticeState.POSTED, posted_at=moment, posted_by=by.staff, first_photo=photo, ends_on=ends_on, phone=phone
    )
    assert changed == 1, "the row is locked"
    payload = NoticePosted(code=row.code, ends_on=ends_on, households=len(lines), held=len(held))
    journal.record(payload, by=by, now=now, acted_at=moment, region=row.region, subject=row.id)
    return noticing.notice_of(row.id)


def _without_early(
    notice: Notice, lines: Sequence[NoticeLine], day: date, *, by: Actor, now: datetime
) -> list[NoticeLine]:
    """The lines that may hang now; the others move to a notice of their own, in the same order."""
    homes = [one.application_id for one in lines]
    early = noticing.not_over(homes, policies.before(notice), notice.season_id, day)
    ready = [one for one in lines if one.application_id not in early]
    if not ready:
        raise NotNow(
            "relief.notice_in_turn",
            _("前一榜还没有公示完，这一榜不能张贴。"),
            _("请等前一榜满期、异议答复以后再张贴。"),
        )
    if early:
        later = Notice.objects.create(
            id=new_id(now),
            region=notice.region,
            season=notice.season,
            pack=notice.pack,
            code=notice.code,
            title=notice.title,
            shows=notice.shows,
            days=notice.days,
            working_days=notice.working_days,
            token=new_token(),
            phone="",
            prepared_by=by.staff,
            prepared_at=now,
        )
        moved = [one for one in lines if one.application_id in early]
        for place, one in enumerate(moved, 1):
            one.notice, one.place = later, place
        NoticeLine.objects.bulk_update(moved, ["notice", "place"], batch_size=noticing.BATCH)
        tell_prepared(later, len(moved), by=by, now=now)
    return ready
