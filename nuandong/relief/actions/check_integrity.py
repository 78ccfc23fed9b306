from datetime import datetime

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.relief.actions.ask_check import check_place
from nuandong.relief.destroying.ready import check_data_stands
from nuandong.relief.integrity.asked import tell
from nuandong.relief.integrity.looking import Look
from nuandong.relief.integrity.running import Settled, settle
from nuandong.relief.policies_findings import DECIDE


@transaction.atomic
def check_integrity(*, by: Actor, now: datetime, region: int, season: int) -> dict[str, Settled]:
    """Run every check over a county, township or village (12-digit code); check → what changed.

    `season` is the year it begins in. Running again changes nothing: a finding stands once for each subject and kind.
    None is closed: one whose reason is gone is marked so. Raises Forbidden, OutOfScope, Invalid. DIS-034.
    """
    permissions.check(by, DECIDE, region=region)
    check_place(region)
    check_data_stands(region, season)
    look, total = Look(region, season, now), Settled()
    done = settle(look)
    for one in done.values():
        total.add(one)
    tell(look, total, by=by, now=now)
    return done
