from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum

from nuandong.duty import selectors as duty
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import reference
from nuandong.rescue.events.patrol import PatrolCompleted
from nuandong.rescue.lookups import raced_on, round_of
from nuandong.rescue.models import PatrolRound
from nuandong.rescue.policies.patrol import check_going_on, check_partners, check_within

MOST: Final = 500
"""More people are no crew."""


@transaction.atomic
def complete_round(
    *,
    by: Actor,
    now: datetime,
    patrol: UUID,
    joint_units: Collection[UUID] = (),
    crew: int | None = None,
    acted_at: datetime | None = None,
) -> PatrolRound:
    """The team is back; `joint_units` are partners who joined on the way. A round without a single check is none.

    `crew` is how many people were out, partners among them; by itself it is how many the team had at its start.

    Raises NotFound, Forbidden, OutOfScope, NotNow for a round that is over or empty, Invalid for units or the time,
    Conflict if somebody was first. Source: RES-003 to RES-007, RES-010.
    """
    out = round_of(patrol)
    permissions.check(by, "rescue.patrol.record", region=out.region)
    check_going_on(out)
    at = check_within(out, acted_at or now, now=now)
    last = out.checks.order_by("-at").first()
    if last is None:
        raise NotNow("rescue.round_empty", _("这次巡查还没有打过卡。"), _("请至少对一个点位打卡后再结束。"))
    if at < last.at:
        raise Invalid(
            "rescue.round_ends_early", _("结束时间早于最后一次打卡。"), _("请核对结束时间。"), field="acted_at"
        )
    if crew is not None and not 0 < crew <= MOST:
        message = _("出动人数要在 1 到 %(most)d 之间。")
        raise Invalid("rescue.crew_size", message, _("请填写实际出动的人数，含联合单位。"), field="crew", most=MOST)
    partners = check_partners([*out.joint_units, *joint_units])
    night = reference.response().at_night(out.started_at, at)
    changed = PatrolRound.objects.filter(id=out.id, ended_at=None).update(
        ended_at=at, night=night, joint_units=partners
    )
    if changed != 1:
        raise raced_on(out.id)
    sums = out.checks.aggregate(points=Count("place", distinct=True), people=Sum("found"))
    payload = PatrolCompleted(
        team=out.team_id,
        points=sums["points"],
        night=night,
        joint=bool(partners),
        found=sums["people"],
        crew=crew or duty.team_size(out.team_id, out.shift_id, out.started_at),
    )
    journal.record(payload, by=by, now=now, acted_at=at, region=out.region, subject=out.id)
    return round_of(out.id)
