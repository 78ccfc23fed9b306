from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import catalogue, events, lookups, permissions, separation
from nuandong.org.actions.appoint import check_times
from nuandong.org.actors import check_in_person, valid_at
from nuandong.org.models import Absence, Delegation, Post, Staff

LONGEST: Final = timedelta(days=90)
"""Whoever is away longer is replaced by an appointment; an assumption of ours, no source sets it."""


@transaction.atomic
def delegate(
    *,
    by: Actor,
    now: datetime,
    post: UUID,
    taker: UUID,
    valid_from: datetime,
    valid_until: datetime,
    absence: str,
    permissions_lent: Collection[str] = (),
    reason: str = "",
) -> Delegation:
    """Lend a post to a deputy while its holder is away; with `permissions_lent` only these, else all that may be lent.

    The holder does it himself, or somebody with org.delegation.change. Raises Forbidden for others, NotNow for a post
    that is not valid at the start, Invalid for times, permissions that the post lacks or that may not be lent, Conflict
    where the deputy's own roles and this one may not be held together.
    """
    lent = lookups.post_of(post)
    check_in_person(by)
    check_may_lend(by, lent)
    deputy = lookups.staff_of(taker, lock=True)
    _check_absence(absence, valid_from, valid_until)
    _check_deputy(deputy, lent, valid_from, now)
    codes = _lendable(lent, permissions_lent)
    delegation = Delegation.objects.create(
        id=new_id(now),
        giver=lent.staff,
        taker=deputy,
        post=lent,
        permissions=codes,
        valid_from=valid_from,
        valid_until=valid_until,
        absence=absence,
        created_at=now,
    )
    payload = events.DelegationGiven(
        delegation=delegation.id,
        taker=deputy.id,
        post=lent.id,
        permissions=codes,
        valid_from=valid_from,
        valid_until=valid_until,
        absence=absence,
    )
    journal.record(payload, by=by, now=now, region=lent.region, subject=lent.staff_id, reason=reason or None)
    return delegation


def _check_deputy(deputy: Staff, lent: Post, start: datetime, now: datetime) -> None:
    """Raise unless the post is valid then, and the deputy is somebody else who may hold its role beside his own."""
    if deputy.id == lent.staff_id:
        raise Invalid("org.delegation_to_self", _("不能委托给本人。"), _("请选择另一位同事。"), field="taker")
    if not Post.objects.filter(valid_at(max(start, now)), id=lent.id, staff__active=True).exists():
        raise NotNow("org.post_not_valid", _("委托开始时这个任职无效。"), _("请选择现任岗位。"))
    held = Post.objects.filter(valid_at(start), staff=deputy).values_list("role", flat=True)
    separation.check_together({lent.role_id, *held})


def _check_absence(absence: str, valid_from: datetime, valid_until: datetime) -> None:
    if absence not in Absence.values:
        raise Invalid("org.absence_unknown", _("没有这种缺勤原因。"), _("请从列表中选择。"), field="absence")
    check_times(valid_from, valid_until)
    if valid_until - valid_from > LONGEST:
        raise Invalid(
            "org.delegation_too_long",
            _("委托代班最长 %(days)d 天。"),
            _("离岗更久请办理任职。"),
            field="valid_until",
            days=LONGEST.days,
        )


def check_may_lend(by: Actor, post: Post) -> None:
    """Raise Forbidden unless it is the actor's own post or he arranges deputies in its region."""
    if post.staff_id == by.staff:
        return
    permissions.check(by, "org.delegation.change", region=post.region)


def _lendable(post: Post, wanted: Collection[str]) -> list[str]:
    held = set(post.role.permissions)
    if missing := sorted(set(wanted) - held):
        raise Forbidden(
            "org.lent_not_held",
            _("这个岗位没有权限 %(permission)s。"),
            _("只能委托岗位本身具有的权限。"),
            field="permissions",
            permission=missing[0],
        )
    if fixed := sorted(set(wanted) - catalogue.delegable_permissions()):
        raise Invalid(
            "org.not_delegable",
            _("权限 %(permission)s 不能委托。"),
            _("请由本人办理，或另行任职。"),
            field="permissions",
            permission=fixed[0],
        )
    return sorted(set(wanted))
