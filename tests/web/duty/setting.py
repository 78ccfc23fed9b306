"""The stage of the duty pages: a manned hotline, a team out with a vehicle, shifts to come. Around the real present."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from nuandong.duty.models import TeamMember, TeamPosition, VehicleUse
from nuandong.kernel.clock import SystemClock
from nuandong.kernel.ids import new_id
from nuandong.org.models import Staff
from nuandong.org.phones import sealed_phone
from tests.cast import OTHER_COUNTY
from tests.cast import cast as people
from tests.duty.setting import HOUR, post, shift, team, vehicle
from tests.web.conftest import seat

PHONE = "13900000001"


def stage(now: datetime | None = None) -> SimpleNamespace:
    """Who is on: operator and leader at the desk, the crew with a car. The head and the station worker come next."""
    now = now or SystemClock().now()
    for member in ("operator", "leader", "crew", "station", "head", "officer", "clerk_a", "clerk_b", "outsider"):
        seat(member)
    cast = people()
    Staff.objects.filter(id=cast.crew.staff).update(**sealed_phone(cast.crew.staff, PHONE))
    desk = post(cast.operator)
    patrol = team(cast.crew, members=(cast.crew, cast.station), abilities=["medical"])
    TeamMember.objects.filter(team=patrol).update(valid_from=now - timedelta(days=30))
    car = vehicle(cast.crew)
    early = now - 2 * HOUR
    found = SimpleNamespace(now=now, cast=cast, desk=desk, patrol=patrol, car=car)
    found.sitting = shift(cast.operator, start=early, hours=4, state="started", post=desk)
    found.leading = shift(cast.leader, start=early, hours=4, state="started", post=desk, leader=True)
    found.out = shift(cast.crew, start=early, hours=6, state="started", team=patrol, vehicle=car)
    found.next = shift(cast.head, start=now + 2 * HOUR, hours=8, post=desk)
    found.later = shift(cast.leader, start=now + timedelta(days=1), hours=8, post=desk, leader=True)
    found.ride = VehicleUse.objects.create(
        id=new_id(now),
        region=car.region,
        vehicle=car,
        shift=found.out,
        driver_id=cast.crew.staff,
        out_at=early,
        km_out=12000,
    )
    TeamPosition.objects.create(team=patrol, region=patrol.region, lat=26.57, lon=106.71, at=now, source="phone")
    found.foreign = team(cast.outsider, name="邻县队", region=OTHER_COUNTY)
    return found
