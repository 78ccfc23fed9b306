"""Who is on duty at a moment, and who sees it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from nuandong.duty import selectors
from nuandong.duty.models import Shift, Team, TeamPosition, VehicleUse
from nuandong.kernel.ids import new_id
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, VILLAGE_B
from tests.duty import setting
from tests.duty.setting import HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.officer):
        setting.enrol(cast.crew, cast.station, cast.operator, cast.leader, cast.head, cast.clerk_a, cast.clerk_b)
        yield cast


ROWS = [
    # state, shift from (hours from now), length, asked at, on duty, reported
    ("planned", -1, 8, 0, True, False),
    ("planned", 1, 8, 0, False, None),
    ("planned", -8, 8, 0, False, None),
    ("started", -1, 8, 0, True, True),
    ("started", -10, 8, 0, True, True),
    ("started", -12, 8, 0, False, None),
    ("started", -1, 8, -2, False, None),
    ("ended", -8, 8, -1, True, True),
    ("ended", -8, 8, 0, False, None),
    ("absent", -1, 8, 0, False, None),
    ("replaced", -1, 8, 0, False, None),
    ("cancelled", -1, 8, 0, False, None),
]


@pytest.mark.parametrize(("state", "start", "hours", "asked", "there", "reported"), ROWS)
def test_a_team_is_on_duty_while_its_shift_is(stage, state, start, hours, asked, there, reported):
    team = setting.team(stage.crew)
    setting.shift(stage.crew, start=NOW + start * HOUR, hours=hours, state=state, team=team)
    found = selectors.on_duty(NOW + asked * HOUR)
    assert [(one.team, one.started) for one in found] == ([(team.id, reported)] if there else [])


def test_a_team_shows_its_people_its_vehicle_and_where_it_is(stage):
    bus, jeep = setting.vehicle(stage.crew, "贵A11111"), setting.vehicle(stage.crew, "贵A22222")
    team = setting.team(stage.crew, members=(stage.station, stage.crew), abilities=["minors"], call_sign="暖冬01")
    shift = setting.shift(stage.crew, start=NOW - HOUR, state="started", team=team, vehicle=bus)
    (found,) = selectors.on_duty(NOW, VILLAGE_A)
    assert [one.staff for one in found.members] == [stage.crew.staff, stage.station.staff]
    assert (found.abilities, found.call_sign, found.shift) == ({"minors"}, "暖冬01", shift.id)
    assert found.vehicle is not None
    assert (found.vehicle.plate, found.position) == ("贵A11111", None)
    TeamPosition.objects.create(team=team, region=COUNTY, lat=26.6, lon=106.7, at=NOW, source="voice")
    VehicleUse.objects.create(
        id=new_id(NOW), region=COUNTY, vehicle=jeep, shift=shift, driver=shift.staff, out_at=NOW, km_out=5
    )
    (found,) = selectors.on_duty(NOW, VILLAGE_A)
    assert found.vehicle is not None
    assert found.vehicle.plate == "贵A22222"
    assert found.position == selectors.Position(26.6, 106.7, NOW, "voice")


def test_a_woman_among_the_members_is_an_ability(stage):
    team = setting.team(stage.crew, members=(stage.station,))
    setting.shift(stage.crew, start=NOW - HOUR, state="started", team=team)
    team.members.get().staff.__class__.objects.filter(id=stage.station.staff).update(sex="female")
    assert selectors.on_duty(NOW)[0].abilities == {"female_member"}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (None, ["县队", "甲镇队", "乙镇队"]),
        (COUNTY, ["县队", "甲镇队", "乙镇队"]),
        (TOWNSHIP_A, ["县队", "甲镇队"]),
        (VILLAGE_B, ["县队", "乙镇队"]),
    ],
)
def test_teams_of_the_region_inside_it_and_around_it(stage, asked, names):
    for name, region, who in [
        ("县队", COUNTY, stage.crew),
        ("甲镇队", TOWNSHIP_A, stage.clerk_a),
        ("乙镇队", TOWNSHIP_B, stage.clerk_b),
    ]:
        setting.shift(who, start=NOW, state="started", team=setting.team(who, name=name, region=region))
    assert sorted(one.name for one in selectors.on_duty(NOW, asked)) == sorted(names)


def test_a_neighbour_sees_no_team_of_ours(stage, as_actor):
    team = setting.team(stage.clerk_a, region=TOWNSHIP_A)
    setting.shift(stage.clerk_a, start=NOW, state="started", team=team)
    with as_actor(stage.clerk_b):
        assert selectors.on_duty(NOW) == []
        assert not Team.objects.exists()
        assert not Shift.objects.exists()
    with as_actor(stage.clerk_a):
        assert [one.team for one in selectors.on_duty(NOW)] == [team.id]


def test_the_nearest_leader_on_shift_is_called_first_then_the_heads(stage):
    county, township = setting.post(stage.leader), setting.post(stage.clerk_a, region=TOWNSHIP_A)
    setting.shift(stage.operator, start=NOW, state="started", post=county)
    setting.shift(stage.leader, start=NOW, state="started", post=county, leader=True)
    setting.shift(stage.clerk_a, start=NOW, post=township, leader=True)
    assert selectors.leader_on_duty(NOW, VILLAGE_A).staff == stage.clerk_a.staff
    assert selectors.leader_on_duty(NOW, VILLAGE_B).staff == stage.leader.staff
    assert selectors.leader_on_duty(NOW + 9 * HOUR + timedelta(hours=4), VILLAGE_B) is None
    assert [one.staff for one in selectors.next_leaders(NOW, VILLAGE_A)] == [stage.clerk_a.staff, stage.leader.staff]
    assert [one.staff for one in selectors.people_on_duty(NOW, post="rescue.hotline") if not one.leader] == [
        stage.operator.staff
    ]


def test_my_team_is_the_one_i_lead_or_belong_to(stage):
    team = setting.team(stage.crew, members=(stage.station,))
    shift = setting.shift(stage.crew, start=NOW, state="started", team=team)
    for who, mine in [(stage.crew, team.id), (stage.station, team.id), (stage.operator, None)]:
        found = selectors.my_team(who.staff, NOW)
        assert (found and found.team) == mine
        assert selectors.is_on_duty(who.staff, NOW) is (mine is not None)
    assert selectors.my_shift(stage.crew.staff, NOW) == shift.id
    assert selectors.my_shift(stage.station.staff, NOW) is None


def test_the_database_refuses_a_person_a_team_or_a_vehicle_twice_at_once(stage):
    team, other, bus = setting.team(stage.crew), setting.team(stage.crew, name="巡查二队"), setting.vehicle(stage.crew)
    setting.shift(stage.crew, start=NOW, team=team, vehicle=bus)
    for staff, place, car in [(stage.crew, other, None), (stage.station, team, None), (stage.station, other, bus)]:
        with pytest.raises(IntegrityError, match="duty_shift_one"), transaction.atomic():
            setting.shift(staff, start=NOW + 7 * HOUR, team=place, vehicle=car)
    setting.shift(stage.crew, start=NOW + 8 * HOUR, team=team, vehicle=bus)
    setting.shift(stage.station, start=NOW, state="cancelled", team=team, vehicle=bus)
    assert Shift.objects.count() == 3
