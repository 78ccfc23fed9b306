from datetime import datetime

from django.db import transaction

from nuandong.geo.codes import Level, level_of
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.events.finding import FindingsChecked
from nuandong.relief.integrity.looking import Look
from nuandong.relief.integrity.running import Settled, missing, settle
from nuandong.relief.policies_findings import DECIDE


@transaction.atomic
def check_integrity(*, by: Actor, now: datetime, region: int, season: int) -> dict[str, Settled]:
    """Run every check over a county, township or village (12-digit code); check → what changed.

    `season` is the year it begins in. Running again changes nothing: a finding stands once for each subject and kind.
    None is closed: one whose reason is gone is marked so. Raises Forbidden, OutOfScope, Invalid. DIS-034.
    """
    permissions.check(by, DECIDE, region=region)
    if level_of(region) < Level.COUNTY:
        raise Invalid(
            "relief.check_wide", _("一次最多检查一个县。"), _("请填写县、乡镇或村的区划代码。"), field="region"
        )
    look = Look(region, season, now)
    done = settle(look)
    payload = FindingsChecked(
        season=season,
        raised=sum(one.raised for one in done.values()),
        again=sum(one.again for one in done.values()),
        gone=sum(one.gone for one in done.values()),
        standing=sum(one.standing for one in done.values()),
        missing=sorted(missing(look)),
    )
    journal.record(payload, by=by, now=now, region=region, subject=new_id(now))
    return done
