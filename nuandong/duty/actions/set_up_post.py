import re
from datetime import datetime, time
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.duty import events
from nuandong.duty.errors import required
from nuandong.duty.models import Post
from nuandong.geo import codes
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import lookups as org_lookups
from nuandong.org import permissions

_CODE: Final = re.compile(r"[a-z]+\.[a-z][a-z0-9_]{0,50}")
MIDNIGHT: Final = time(0)


@transaction.atomic
def set_up_post(
    *,
    by: Actor,
    now: datetime,
    region: int,
    unit: UUID,
    code: str,
    title: str,
    opens: time = MIDNIGHT,
    closes: time = MIDNIGHT,
    with_leader: bool = True,
) -> Post:
    """Set up a desk of a unit that must be manned daily from `opens` to `closes` (Shanghai; equal: around the clock).

    `code` is what plans call it, such as `rescue.hotline`. Raises Forbidden, OutOfScope, NotFound (unit), Invalid
    (code, title), Conflict for a second post of the code in the unit. Source: RES-026.
    """
    codes.validate(region, field="region")
    permissions.check(by, "duty.roster.change", region=region)
    office = org_lookups.unit_of(unit)
    words = clean_line(title, 40, field="title")
    if not words:
        raise required("title", _("岗位名称"))
    if not _CODE.fullmatch(code):
        raise Invalid(
            "duty.post_code", _("岗位代码的写法不对。"), _("请写成 rescue.hotline 这样的形式。"), field="code"
        )
    try:
        with transaction.atomic():
            post = Post.objects.create(
                id=new_id(now),
                region=region,
                unit=office,
                code=code,
                title=words,
                opens=opens,
                closes=closes,
                with_leader=with_leader,
                set_up_at=now,
            )
    except IntegrityError as error:
        raise Conflict("duty.post_exists", _("该单位已有这个值班岗位。"), _("请直接排班。"), field="code") from error
    payload = events.PostSetUp(
        post=code, unit=office.id, with_leader=with_leader, around_the_clock=post.around_the_clock
    )
    journal.record(payload, by=by, now=now, region=region, subject=post.id)
    return post
