from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from nuandong.geo import codes
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Forbidden, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups, permissions, separation
from nuandong.org.actors import check_in_person, spans_of
from nuandong.org.models import Delegation, Post, Role, Staff

GUARDED = frozenset({"org.account.change", "org.role.change", "audit.see"})
"""A role with one of these is given only by whoever may change roles: a business officer makes no administrator."""


@transaction.atomic
def appoint(
    *,
    by: Actor,
    now: datetime,
    staff: UUID,
    role: str,
    unit: UUID,
    region: int,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    deputy: bool = False,
) -> Post:
    """Give somebody a role in a unit for a region (12-digit code) from `valid_from` (default now) until `valid_until`.

    Raises Forbidden for appointing oneself or giving an administrator's role without org.role.change, Conflict for a
    post held already or a role that may not be held beside another, Invalid for times the wrong way round or more than
    four separate regions. Source: GB/T 22239-2019, least privilege and role separation.
    """
    permissions.check(by, "org.post.change", region=region)
    check_in_person(by)
    holder = lookups.staff_of(staff, lock=True)
    office, held_role = lookups.unit_of(unit), lookups.role_of(role)
    codes.validate(region)
    start = valid_from or now
    check_times(start, valid_until)
    _check_may_give(by, holder.id, held_role)
    _check_beside(holder, held_role, region, _overlapping(start, valid_until))
    try:
        with transaction.atomic():
            post = Post.objects.create(
                id=new_id(now),
                staff=holder,
                role=held_role,
                unit=office,
                region=region,
                valid_from=start,
                valid_until=valid_until,
                deputy=deputy,
            )
    except IntegrityError as error:
        raise Conflict(
            "org.post_held", _("这个人在这段时间已经担任这个岗位。"), _("请核对起止时间。"), field="role"
        ) from error
    _record(post, by=by, now=now)
    return post


def check_times(start: datetime, until: datetime | None) -> None:
    """Raise Invalid unless the end lies after the start."""
    if until is not None and until <= start:
        raise Invalid("org.times_reversed", _("结束时间早于开始时间。"), _("请核对起止时间。"), field="valid_until")


def _check_beside(holder: Staff, role: Role, region: int, during: Q) -> None:
    """Raise for a role or a region that may not be held beside what the holder has, or is lent, in the same time."""
    posts = Post.objects.filter(during, staff=holder)
    borrowed = Delegation.objects.filter(during, taker=holder)
    separation.check_together(
        {role.code, *posts.values_list("role", flat=True), *borrowed.values_list("post__role", flat=True)}
    )
    spans_of({region, *posts.values_list("region", flat=True)})


def _check_may_give(by: Actor, holder: UUID, role: Role) -> None:
    if holder == by.staff:
        raise Forbidden("org.self_appointed", _("不能给自己任职。"), _("请由其他管理员办理。"))
    if GUARDED & set(role.permissions) and not permissions.allows(by, "org.role.change"):
        raise Forbidden(
            "org.guarded_role",
            _("“%(role)s”只能由系统管理员任命。"),
            _("请联系系统管理员办理。"),
            field="role",
            role=role.title,
        )


def _overlapping(start: datetime, until: datetime | None) -> Q:
    still = Q(valid_until__isnull=True) | Q(valid_until__gt=start)
    return still & Q(valid_from__lt=until) if until else still


def _record(post: Post, *, by: Actor, now: datetime) -> None:
    payload = events.PostAppointed(
        post=post.id,
        role=post.role_id,
        unit=post.unit_id,
        post_region=post.region,
        valid_from=post.valid_from,
        valid_until=post.valid_until,
        deputy=post.deputy,
    )
    journal.record(payload, by=by, now=now, region=post.region, subject=post.staff_id)
