"""A new disaster during the demo's season: a township opens the temporary relief, a village reports one household."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from nuandong.demo.office import Office
from nuandong.geo.codes import Level, at_level
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.relief.actions.record_disaster import record_disaster
from nuandong.relief.actions.report_application import report_application
from nuandong.relief.surveys import Survey

if TYPE_CHECKING:
    from nuandong.relief.models import Application, Season


def load_disaster(office: Office, season: "Season", helped: "Application", as_of: datetime) -> None:
    """Within the entered scope: a fall of snow the day before, `helped` is a household that got the ordinary relief."""
    clerk, cadre = office.actors["clerk"], office.actors["cadre"]
    day = local_date(as_of) - timedelta(days=1)
    with scope.enter(clerk):
        struck = record_disaster(
            by=clerk,
            now=as_of - timedelta(hours=20),
            follows=season.id,
            title=f"{day.month}月{day.day}日雪灾临时救助",
            hazard="SNOW",
            struck_on=day,
            places=[at_level(cadre.region, Level.TOWNSHIP)],
            procedure="new-disaster",
        )
    with scope.enter(cadre):
        report_application(
            by=cadre,
            now=as_of - timedelta(hours=18),
            season=struck.id,
            household=helped.household_id,
            persons=1,
            facts={"food_persons": 1, "clothing_persons": 1, "heating_persons": 1, "category": "general"},
            survey=Survey("HOUSE", "none", "屋顶被雪压塌一角，口粮和被子受潮", day.isoformat(), "SEVERAL", "WINTER"),
        )
