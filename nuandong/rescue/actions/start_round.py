from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.duty import selectors as duty
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import conditions, reference
from nuandong.rescue.events.patrol import PatrolStarted
from nuandong.rescue.lookups import round_of
from nuandong.rescue.models import PatrolRound
from nuandong.rescue.policies.dispatch import check_time
from nuandong.rescue.policies.patrol import check_partners

ONE_OPEN = "rescue_round_one_open_per_team"


@transaction.atomic
def start_round(
    *, by: Actor, now: datetime, team: UUID, joint_units: Collection[UUID] = (), acted_at: datetime | None = None
) -> PatrolRound:
    """A team on duty sets out; `joint_units` are the partner departments that come along.

    `acted_at` may lie before `now` (补录). Raises Forbidden, OutOfScope, Invalid for a team not on duty then, unknown
    units or the time, Conflict while the team is on a round. Source: RES-003, RES-010.
    """
    at = check_time(acted_at or now, now=now, not_before=None)
    out = next((one for one in duty.on_duty(at) if one.team == team), None)
    if out is None:
        raise Invalid("rescue.team_off_duty", _("这支队伍当时不在岗。"), _("请先签到上岗，或核对时间。"), field="team")
    permissions.check(by, "rescue.patrol.record", region=out.region)
    partners = check_partners(joint_units)
    mode = conditions.patrol_mode(out.region, at)
    identity = new_id(now)
    try:
        with transaction.atomic():
            PatrolRound.objects.create(
                id=identity,
                region=out.region,
                team_id=team,
                shift_id=out.shift,
                started_at=at,
                night=reference.response().at_night(at, at),
                joint_units=partners,
                mode=mode,
                started_by=by.staff,
            )
    except IntegrityError as error:
        if ONE_OPEN not in str(error):
            raise
        raise Conflict(
            "rescue.round_open", _("这支队伍正在巡查中。"), _("请先结束上一次巡查，或继续打卡。"), field="team"
        ) from error
    payload = PatrolStarted(team=team, joint_units=partners, mode=mode)
    journal.record(payload, by=by, now=now, acted_at=at, region=out.region, subject=identity)
    return round_of(identity)
