from datetime import datetime

from django.db import IntegrityError, transaction

from nuandong.geo.codes import Level, level_of
from nuandong.geo.policies import check_division
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.events.finding import FindingsAsked
from nuandong.relief.models import CheckRun
from nuandong.relief.policies_findings import DECIDE


@transaction.atomic
def ask_check(*, by: Actor, now: datetime, region: int, season: int) -> CheckRun:
    """Have every integrity check run over a county, township or village (12-digit code); the background does it.

    `season` is the year it begins in. Raises Forbidden, OutOfScope, Invalid for anything wider than a county, Conflict
    while one of the same place and season is under way. Source: DIS-034.
    """
    permissions.check(by, DECIDE, region=region)
    check_place(region)
    values = {"region": region, "season": season, "asked_by": by.staff, "asked_at": now}
    try:
        with transaction.atomic():
            made = CheckRun.objects.create(id=new_id(now), **values)
    except IntegrityError as error:
        raise Conflict(
            "relief.check_going_on", _("这里正在检查。"), _("请等这一次做完，结果会显示在页面上。")
        ) from error
    journal.record(FindingsAsked(season=season), by=by, now=now, region=region, subject=made.id)
    return made


def check_place(region: int) -> None:
    """Raise Invalid for anything unknown or wider than a county."""
    check_division(region)
    if level_of(region) < Level.COUNTY:
        raise Invalid(
            "relief.check_wide", _("一次最多检查一个县。"), _("请填写县、乡镇或村的区划代码。"), field="region"
        )
