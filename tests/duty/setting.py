"""The stage of the duty tests: units, staff of the cast, a post, teams; written by the owner, since org acts are not at test."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nuandong.duty.models import Post, Shift, Team, TeamMember, Vehicle
from nuandong.duty.states import ShiftState
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from tests.cast import COUNTY, NOW

HOUR = timedelta(hours=1)


def enrol(*actors: Actor) -> None:
    """Unit and staff rows of members of the cast."""
    unit_model, staff_model = apps.get_model("org", "Unit"), apps.get_model("org", "Staff")
    for actor in actors:
        unit_model.objects.get_or_create(
            id=actor.unit,
            defaults={"name": f"单位{actor.region}", "kind": "station", "region": actor.region, "created_at": NOW},
        )
        staff_model.objects.get_or_create(
            id=actor.staff,
            defaults={"name": f"员工{str(actor.staff)[-4:]}", "sex": "male", "unit_id": actor.unit, "hired_at": NOW},
        )


def team(by: Actor, *, name: str = "巡查一队", region: int = COUNTY, members: tuple[Actor, ...] = (), **more) -> Team:
    made = Team.objects.create(
        id=new_id(NOW), region=region, unit_id=by.unit, name=name, kind="street_patrol", formed_at=NOW, **more
    )
    for one in members:
        TeamMember.objects.create(
            id=new_id(NOW), region=region, team=made, staff_id=one.staff, valid_from=NOW - 9 * HOUR
        )
    return made


def vehicle(by: Actor, plate: str = "贵A12345", region: int = COUNTY) -> Vehicle:
    return Vehicle.objects.create(
        id=new_id(NOW), region=region, unit_id=by.unit, plate=plate, seats=7, equipment=["stretcher"], registered_at=NOW
    )


def post(
    by: Actor, code: str = "rescue.hotline", *, region: int = COUNTY, with_leader: bool = True, hours=(0, 0)
) -> Post:
    return Post.objects.create(
        id=new_id(NOW),
        region=region,
        unit_id=by.unit,
        code=code,
        title="救助热线",
        opens=time(hours[0]),
        closes=time(hours[1]),
        with_leader=with_leader,
        set_up_at=NOW - 60 * 24 * HOUR,
    )


def leads(leader: Actor) -> None:
    """The leader on duty of his county, from two hours before now until six after."""
    enrol(leader)
    shift(leader, start=NOW - 2 * HOUR, state="started", post=post(leader), leader=True)


def shift(staff: Actor, *, start: datetime, hours: float = 8, state: str = "planned", **more) -> Shift:
    """A shift of `post=` or `team=`; a begun one began, an ended one ended, as planned."""
    place = more.get("post") or more["team"]
    end = start + hours * HOUR
    return Shift.objects.create(
        id=new_id(NOW),
        region=place.region,
        staff_id=staff.staff,
        period=DateTimeTZRange(start, end),
        state=state,
        started_at=start if state in (ShiftState.STARTED, ShiftState.ENDED) else None,
        ended_at=end if state == ShiftState.ENDED else None,
        planned_at=NOW,
        **more,
    )
