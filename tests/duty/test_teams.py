"""Teams, posts, vehicles, phones of people on duty, and what moves when somebody is transferred."""

from datetime import time

import pytest
from django.apps import apps

from nuandong.duty import roster, selectors
from nuandong.duty.actions.add_member import add_member
from nuandong.duty.actions.change_team import change_team
from nuandong.duty.actions.close_post import close_post
from nuandong.duty.actions.form_team import form_team
from nuandong.duty.actions.register_vehicle import register_vehicle
from nuandong.duty.actions.remove_member import remove_member
from nuandong.duty.actions.retire_vehicle import retire_vehicle
from nuandong.duty.actions.return_vehicle import return_vehicle
from nuandong.duty.actions.reveal_phone import reveal_phone
from nuandong.duty.actions.set_up_post import set_up_post
from nuandong.duty.actions.take_vehicle import take_vehicle
from nuandong.duty.models import Shift, Team
from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.org import handover
from nuandong.org.phones import sealed_phone
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A
from tests.duty import setting
from tests.duty.setting import HOUR

pytestmark = pytest.mark.django_db

PHONE = "13800001234"


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.officer):
        setting.enrol(cast.crew, cast.station, cast.operator, cast.leader, cast.head, cast.clerk_a)
        yield cast


def forming(by, **more):
    given = {"region": COUNTY, "unit": by.unit, "name": "巡查一队", "kind": "street_patrol", **more}
    return form_team(by=by, now=NOW, **given)


@pytest.mark.parametrize(
    ("who", "more", "error"),
    [
        ("head", {}, None),
        ("officer", {"abilities": ["minors", "medical", "minors"]}, None),
        ("clerk_a", {"region": TOWNSHIP_A}, None),
        ("head", {"name": "  "}, Invalid),
        ("head", {"kind": "army"}, Invalid),
        ("head", {"abilities": ["flying"]}, Invalid),
        ("head", {"unit": new_id(NOW)}, NotFound),
        ("head", {"region": OTHER_COUNTY}, OutOfScope),
        ("clerk_a", {}, OutOfScope),
        ("crew", {}, Forbidden),
    ],
)
def test_forming_a_team(stage, who, more, error):
    if error is None:
        team = forming(getattr(stage, who), **more)
        (event,) = journal.history(subject=team.id)
        assert event.payload["abilities"] == team.abilities == sorted(set(more.get("abilities", [])))
    else:
        with pytest.raises(error):
            forming(getattr(stage, who), **more)
        assert not Team.objects.exists()


def test_a_name_belongs_to_one_team_of_a_unit(stage):
    team, other = forming(stage.head), forming(stage.head, name="巡查二队")
    with pytest.raises(Conflict):
        forming(stage.head)
    with pytest.raises(Conflict):
        change_team(by=stage.head, now=NOW, team=other.id, name="巡查一队")
    change_team(by=stage.head, now=NOW, team=team.id, active=False)
    assert forming(stage.head).id != team.id


def test_a_change_tells_what_changed_and_none_tells_nothing(stage):
    team = forming(stage.head)
    change_team(by=stage.head, now=NOW, team=team.id, abilities=["dialect"], call_sign="暖冬01")
    change_team(by=stage.head, now=NOW, team=team.id, call_sign="暖冬01")
    events = journal.history(subject=team.id, kinds={"duty.team_changed"})
    assert [event.payload["fields"] for event in events] == [["abilities", "call_sign"]]


def test_a_team_with_shifts_to_work_is_not_disbanded(stage):
    team = setting.team(stage.crew)
    setting.shift(stage.crew, start=NOW + HOUR, team=team)
    with pytest.raises(NotNow):
        change_team(by=stage.head, now=NOW, team=team.id, active=False)


def test_people_join_leave_and_join_again(stage):
    team = forming(stage.head)
    add_member(by=stage.head, now=NOW, team=team.id, staff=stage.crew.staff)
    with pytest.raises(Conflict):
        add_member(by=stage.head, now=NOW, team=team.id, staff=stage.crew.staff)
    with pytest.raises(NotFound):
        add_member(by=stage.head, now=NOW, team=team.id, staff=new_id(NOW))
    remove_member(by=stage.head, now=NOW + HOUR, team=team.id, staff=stage.crew.staff)
    with pytest.raises(NotFound):
        remove_member(by=stage.head, now=NOW + HOUR, team=team.id, staff=stage.crew.staff)
    assert not roster.members(team.id, by=stage.head, now=NOW + HOUR)
    add_member(by=stage.head, now=NOW + HOUR, team=team.id, staff=stage.crew.staff)
    assert [one.staff_id for one in roster.members(team.id, by=stage.head, now=NOW + HOUR)] == [stage.crew.staff]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({}, None),
        ({"opens": time(20), "closes": time(6)}, None),
        ({"code": "Hotline"}, Invalid),
        ({"code": "rescue.hotline; drop"}, Invalid),
        ({"title": ""}, Invalid),
        ({"region": OTHER_COUNTY}, OutOfScope),
    ],
)
def test_setting_up_a_post(stage, more, error):
    given = {"region": COUNTY, "unit": stage.operator.unit, "code": "rescue.hotline", "title": "救助热线", **more}
    if error is not None:
        with pytest.raises(error):
            set_up_post(by=stage.head, now=NOW, **given)
        return
    post = set_up_post(by=stage.head, now=NOW, **given)
    assert (post.around_the_clock, post.over_midnight) == ("opens" not in more, True)
    with pytest.raises(Conflict):
        set_up_post(by=stage.head, now=NOW, **given)
    shift = setting.shift(stage.operator, start=NOW, post=post)
    with pytest.raises(NotNow):
        close_post(by=stage.head, now=NOW, post=post.id)
    Shift.objects.filter(id=shift.id).update(state="cancelled")
    close_post(by=stage.head, now=NOW, post=post.id)
    assert not roster.posts(by=stage.head)


def registering(by, **more):
    given = {"region": COUNTY, "unit": by.unit, "plate": "贵a·12345", "seats": 7, **more}
    return register_vehicle(by=by, now=NOW, **given)


def test_a_plate_is_written_one_way_and_registered_once(stage):
    assert registering(stage.head, equipment=["stretcher"]).plate == "贵A12345"
    with pytest.raises(Conflict):
        registering(stage.head, plate=" 贵Ａ１２３４５ ")
    for wrong in ({"plate": ""}, {"plate": "x" * 11}, {"seats": 0}, {"seats": 61}, {"equipment": ["cannon"]}):
        with pytest.raises(Invalid):
            registering(stage.head, **{"plate": "贵B1", **wrong})


@pytest.fixture
def ride(stage):
    bus = registering(stage.head)
    shift = setting.shift(stage.crew, start=NOW - HOUR, state="started", team=setting.team(stage.crew))
    return stage, bus, shift


def test_a_vehicle_goes_out_once_and_comes_back_with_kilometres_and_fuel(ride):
    stage, bus, shift = ride
    use = take_vehicle(by=stage.crew, now=NOW, shift=shift.id, vehicle=bus.id, km_out=1000)
    with pytest.raises(Conflict):
        take_vehicle(by=stage.crew, now=NOW, shift=shift.id, vehicle=bus.id, km_out=1000)
    with pytest.raises(NotNow):
        retire_vehicle(by=stage.head, now=NOW, vehicle=bus.id)
    for wrong in (
        {"km_in": 999},
        {"km_in": 4001},
        {"km_in": 1001, "fuel_cl": -1},
        {"km_in": 1001, "acted_at": NOW - HOUR},
    ):
        with pytest.raises(Invalid):
            return_vehicle(by=stage.crew, now=NOW, use=use.id, **wrong)
    return_vehicle(by=stage.crew, now=NOW + HOUR, use=use.id, km_in=1042, fuel_cl=3050)
    with pytest.raises(Conflict):
        return_vehicle(by=stage.crew, now=NOW + HOUR, use=use.id, km_in=1042)
    used, taken = journal.history(subject=bus.id, kinds={"duty.vehicle_taken", "duty.vehicle_used"})
    assert (used.payload["km"], used.payload["fuel_cl"], taken.payload["km_out"]) == (42, 3050, 1000)
    with pytest.raises(Invalid, match="上次收车是 1042"):
        take_vehicle(by=stage.crew, now=NOW + HOUR, shift=shift.id, vehicle=bus.id, km_out=1041)
    retire_vehicle(by=stage.head, now=NOW + HOUR, vehicle=bus.id)


def test_no_vehicle_before_the_shift_begins(stage):
    bus = registering(stage.head)
    shift = setting.shift(stage.crew, start=NOW, team=setting.team(stage.crew))
    with pytest.raises(NotNow):
        take_vehicle(by=stage.crew, now=NOW, shift=shift.id, vehicle=bus.id, km_out=1)


def give_phone(actor):
    apps.get_model("org", "Staff").objects.filter(id=actor.staff).update(**sealed_phone(actor.staff, PHONE))


def test_the_operator_sees_the_number_of_somebody_on_duty_and_the_look_is_recorded(stage):
    give_phone(stage.crew)
    shift = setting.shift(stage.crew, start=NOW, state="started", team=setting.team(stage.crew))
    assert selectors.on_duty(NOW)[0].members[0].phone_masked == "138****1234"
    assert reveal_phone(by=stage.operator, now=NOW, staff=stage.crew.staff, reason="催问到场") == PHONE
    (event,) = journal.history(subject=stage.crew.staff, kinds={"duty.phone_revealed"})
    assert journal.texts([event.id])[event.id] == {"reason": "催问到场"}
    assert PHONE not in str(event.payload)
    with pytest.raises(Invalid):
        reveal_phone(by=stage.operator, now=NOW, staff=stage.crew.staff, reason=" ")
    with pytest.raises(Forbidden):
        reveal_phone(by=stage.station, now=NOW, staff=stage.crew.staff, reason="好奇")
    Shift.objects.filter(id=shift.id).update(state="ended", ended_at=NOW)
    with pytest.raises(NotNow):
        reveal_phone(by=stage.operator, now=NOW, staff=stage.crew.staff, reason="催问到场")
    with pytest.raises(NotFound):
        reveal_phone(by=stage.operator, now=NOW, staff=stage.leader.staff, reason="没有号码")


def test_a_transfer_moves_shifts_and_keys(ride):
    stage, bus, shift = ride
    take_vehicle(by=stage.crew, now=NOW, shift=shift.id, vehicle=bus.id, km_out=1)
    coming = setting.shift(stage.crew, start=NOW + 20 * HOUR, team=shift.team)
    missed = setting.shift(stage.crew, start=NOW - 20 * HOUR, team=shift.team)
    groups = {group.provider.code: group for group in handover.open_things(stage.crew.staff)}
    assert [one.thing for one in groups["duty.shifts"].things] == [missed.id, shift.id, coming.id]
    assert [one.label for one in groups["duty.vehicles"].things] == [bus.plate]
    for group in groups.values():
        things = [one.thing for one in group.things]
        people = {"giver": stage.crew.staff, "taker": stage.station.staff}
        assert group.provider.move(**people, things=things, by=stage.head, now=NOW) == len(things)
    assert handover.open_things(stage.crew.staff) == []
    assert Shift.objects.get(id=missed.id).state == "absent"
    (team,) = selectors.on_duty(NOW)
    assert (team.in_charge, team.vehicle and team.vehicle.plate) == (stage.station.staff, bus.plate)
    assert [one.period.lower for one in roster.my_shifts(stage.station.staff, now=NOW)] == [NOW, NOW + 20 * HOUR]
