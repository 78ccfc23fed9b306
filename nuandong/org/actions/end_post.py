from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, Invalid, NotNow, OutOfScope
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups, permissions
from nuandong.org.actors import check_in_person
from nuandong.org.models import Delegation, Post


@transaction.atomic
def end_post(*, by: Actor, now: datetime, post: UUID, ends_at: datetime | None = None, reason: str = "") -> Post:
    """End a post at `ends_at` (default now, not earlier); what was lent from it ends with it.

    Raises NotNow when it has ended already, Invalid for an end in the past, Forbidden for one's own post.
    """
    found = lookups.post_of(post)
    permissions.check(by, "org.post.change", region=found.region)
    check_in_person(by)
    if found.staff_id == by.staff:
        raise Forbidden("org.self_appointed", _("不能免去自己的职务。"), _("请由其他管理员办理。"))
    end = ends_at or now
    if end < now:
        raise Invalid("org.end_in_past", _("免职时间不能早于现在。"), _("请改为现在或以后的时间。"), field="ends_at")
    if not end_posts(Post.objects.filter(id=found.id), end, by=by, now=now, reason=reason):
        raise NotNow("org.post_ended", _("这个任职已经结束。"), _("请刷新页面查看现任岗位。"))
    return lookups.post_of(post)


def end_posts(posts: QuerySet[Post], end: datetime, *, by: Actor, now: datetime, reason: str = "") -> int:
    """End the posts that would last beyond `end`, with what was lent from them; returns how many.

    Raises OutOfScope when one of them is for a region the actor does not see.
    """
    # A post ended before it began stays as an empty time, and is over whatever `end` is.
    lasting = Q(valid_until__isnull=True) | (Q(valid_until__gt=end) & Q(valid_until__gt=F("valid_from")))
    ended = 0
    for post in posts.filter(lasting):
        if not by.sees(post.region):
            raise OutOfScope(
                "org.post_out_of_scope",
                _("此人在您管辖区域以外还有任职。"),
                _("请由上一级部门办理。"),
            )
        last = Greatest(F("valid_from"), end)
        ended += Post.objects.filter(lasting, id=post.id).update(valid_until=last)
        Delegation.objects.filter(post=post, valid_until__gt=end).update(valid_until=last)
        journal.record(
            events.PostEnded(post=post.id, role=post.role_id, ends_at=end),
            by=by,
            now=now,
            region=post.region,
            subject=post.staff_id,
            reason=reason or None,
        )
    return ended
