from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups
from nuandong.duty.models import Post, Shift
from nuandong.duty.states import OPEN
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def close_post(*, by: Actor, now: datetime, post: UUID, reason: str = "") -> None:
    """Do away with a post. Raises Forbidden, OutOfScope, NotFound, NotNow while shifts of it are to be worked."""
    found = lookups.post_of(post)
    permissions.check(by, "duty.roster.change", region=found.region)
    if Shift.objects.filter(post=found, state__in=OPEN).exists():
        raise NotNow("duty.post_has_shifts", _("这个岗位还有没完成的班次。"), _("请先取消或结束这些班次。"))
    Post.objects.filter(id=found.id).update(active=False)
    payload = events.PostClosed(post=found.code)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, reason=reason or None)
