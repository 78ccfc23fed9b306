"""Building the actor of a request from posts and delegations valid now."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Q, QuerySet, Value

from nuandong.files.storing import stored_as
from nuandong.geo import codes
from nuandong.geo.selectors import spans_with_predecessors
from nuandong.kernel.actors import MAX_SPANS, Actor, Holding, Span, merged
from nuandong.kernel.errors import Forbidden, Invalid, NotFound, OutOfScope
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import catalogue, permissions
from nuandong.org.models import Account, Delegation, Post, Staff

SHEET: Final = "org.signed_sheet"
"""The purpose of a stored photo that shows what somebody signed."""


@dataclass(frozen=True, slots=True)
class _Grant:
    """What one post, own or borrowed, gives: its role's permissions, those lent (none: all that may be), its region."""

    permissions: frozenset[str]
    lent: frozenset[str]
    borrowed: bool
    region: int

    @property
    def effective(self) -> frozenset[str]:
        if not self.borrowed:
            return self.permissions
        lendable = self.permissions & catalogue.delegable_permissions()
        return lendable & self.lent if self.lent else lendable


def actor_for(account: Account, *, now: datetime, second_factor: bool = False) -> Actor:
    """The actor of an account at `now`: permissions of posts and delegations, spans of their regions.

    Codes a region had before count as its own. Somebody without a valid post may do nothing and sees only rows of his
    own unit's very region. More than four separate regions raise `Invalid`. One query, and one for each
    region (mostly one); the caller keeps the actor for the request.
    """
    staff = account.staff
    grants = _grants(staff.id, now)
    areas = {region: spans_with_predecessors(region) for region in {grant.region for grant in grants}}
    return Actor(
        staff=staff.id,
        typist=staff.id,
        unit=staff.unit_id,
        region=staff.unit.region,
        spans=_at_most_four(merged(span for area in areas.values() for span in area))
        or (Span(staff.unit.region, staff.unit.region + 1),),
        permissions=frozenset[str]().union(*(grant.effective for grant in grants)),
        second_factor=second_factor,
        holdings=tuple(Holding(grant.effective, tuple(areas[grant.region])) for grant in grants)
        if len(areas) > 1
        else (),
    )


def self_actor(account: Account) -> Actor:
    """Somebody who only minds his own account: no permissions, and of the journal only the region of his unit."""
    region = account.staff.unit.region
    return Actor(
        staff=account.staff_id,
        typist=account.staff_id,
        unit=account.staff.unit_id,
        region=region,
        spans=(Span(region, region + 1),),
        permissions=frozenset(),
    )


def on_behalf(by: Actor, *, staff: UUID, sheet: UUID | None) -> Actor:
    """The actor for typing what somebody else signed (代录): `staff` acts, `by` types, with his permissions and scope.

    `sheet` is the photo of the signed sheet, stored as one within the entered scope (`SHEET`): the photo of anything
    else proves nothing. Raises Forbidden without org.record_on_behalf, Invalid without a sheet or for another file,
    NotFound for somebody who left, OutOfScope for somebody whose unit lies in no region of the typist.
    Source: product H.
    """
    if staff == by.typist:
        return replace(by, staff=staff)
    permissions.check(by, "org.record_on_behalf")
    if sheet is None:
        raise Invalid(
            "org.sheet_missing",
            _("代录需要签字原件的照片。"),
            _("请先拍下签字或按手印的纸质记录并上传。"),
            field="sheet",
        )
    if not stored_as(sheet, SHEET):
        raise Invalid(
            "org.sheet_unknown",
            _("这张照片不是为代录上传的签字原件，或不在您的管辖区域内。"),
            _("请重新拍下签字或按手印的那一页并上传。"),
            field="sheet",
        )
    signer = Staff.objects.select_related("unit").filter(id=staff, active=True).first()
    if signer is None:
        raise NotFound("org.signer_unknown", _("没有找到签字人。"), _("请先在人员名册中登记签字人。"), field="staff")
    area = codes.span(signer.unit.region)
    if not any(span.lo < area.hi and area.lo < span.hi for span in by.spans):
        raise OutOfScope(
            "org.signer_out_of_scope",
            _("签字人的单位不在您的管辖区域内。"),
            _("请由签字人所在地区的经办人代录。"),
            field="staff",
        )
    return replace(by, staff=signer.id, unit=signer.unit_id, region=signer.unit.region, sheet=sheet)


def is_on_behalf(by: Actor) -> bool:
    """Whether somebody types for somebody else."""
    return by.staff != by.typist


def check_in_person(by: Actor) -> None:
    """Raise Forbidden for acts that nobody can sign on paper and have typed: passwords, appointments, hand-overs."""
    if is_on_behalf(by):
        raise Forbidden("org.not_on_behalf", _("这项操作不能代录。"), _("请由本人登录办理。"))


def spans_of(regions: Collection[int]) -> tuple[Span, ...]:
    """What somebody with posts for these regions sees: their spans and those of predecessors, touching ones merged.

    Raises Invalid if more than four remain. One query per region.
    """
    return _at_most_four(merged(span for region in regions for span in spans_with_predecessors(region)))


def _at_most_four(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    if len(spans) > MAX_SPANS:
        raise Invalid(
            "org.too_many_regions",
            _("任职涉及 %(count)d 个互不相连的区划，最多 %(most)d 个。"),
            _("请减少任职区划，或改任上一级区划的岗位。"),
            field="region",
            count=len(spans),
            most=MAX_SPANS,
        )
    return spans


def valid_at(now: datetime, prefix: str = "") -> Q:
    """The condition that a post or delegation, reached by `prefix`, is valid: from ≤ now < until."""
    until = f"{prefix}valid_until"
    return Q(**{f"{prefix}valid_from__lte": now}) & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": now}))


def _grants(staff: UUID, now: datetime) -> list[_Grant]:
    rows = _own(staff, now).union(_borrowed(staff, now), all=True)
    return [
        _Grant(permissions=frozenset(held), lent=frozenset(lent), borrowed=borrowed, region=region)
        for held, lent, borrowed, region in rows
    ]


def _own(staff: UUID, now: datetime) -> QuerySet[Post, Any]:
    nothing = Value([], output_field=ArrayField(CharField(max_length=60)))
    held = Post.objects.filter(valid_at(now), staff=staff, staff__active=True, unit__active=True)
    return held.annotate(lent=nothing, borrowed=Value(False)).values_list(
        "role__permissions", "lent", "borrowed", "region"
    )


def _borrowed(staff: UUID, now: datetime) -> QuerySet[Delegation, Any]:
    lent = Delegation.objects.filter(
        valid_at(now),
        valid_at(now, "post__"),
        taker=staff,
        taker__active=True,
        giver__active=True,
        post__unit__active=True,
        # What was borrowed is not lent on: only the holder of a post lends it.
        post__staff=F("giver"),
    )
    return lent.annotate(borrowed=Value(True)).values_list(
        "post__role__permissions", "permissions", "borrowed", "post__region"
    )
