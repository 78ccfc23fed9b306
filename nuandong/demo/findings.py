"""What does not fit in the demo's relief: somebody who died is still counted, and a clerk's sister is helped."""

from datetime import datetime, timedelta
from typing import Final

from nuandong.demo.county import COUNTY
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.people.actions.correct_person import correct_person
from nuandong.people.kinds import Relation
from nuandong.people.selectors import household
from nuandong.plans.schema.plan import season_year
from nuandong.relief.actions.check_integrity import check_integrity
from nuandong.relief.actions.declare_kinship import declare_kinship
from nuandong.relief.selectors import needs_of

_DEAD_FOR: Final = timedelta(days=200)
_WHY: Final = "村里报送死亡信息"


def load_findings(clerk: Actor, officer: Actor, now: datetime) -> int:
    """Within the entered scope: two households of the ledger taken over, then the checks; returns what they raised."""
    season = season_year(local_date(now))
    homes = list(needs_of(clerk.region, season).order_by("id").values_list("household", flat=True)[:2])
    for home in homes[:1]:
        card = household(home, by=clerk, on=local_date(now))
        head = next(one.person for one in card.members if one.relation == Relation.HEAD)
        day = local_date(now) - _DEAD_FOR
        correct_person(by=clerk, now=now, person=head.id, version=head.version, changes={"dead_on": day}, reason=_WHY)
    for home in homes[1:]:
        declare_kinship(by=clerk, now=now, household=home, relation="姐姐")
    done = check_integrity(by=officer, now=now, region=COUNTY, season=season)
    return sum(one.raised for one in done.values())
