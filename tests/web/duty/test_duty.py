"""The duty pages at the browsers of the cast: reading, planning, reporting on and off duty, handing over, vehicles."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuandong.duty.models import Post, Shift, ShiftHandover, Team, TeamMember, Vehicle, VehicleUse
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from tests.cast import COUNTY
from tests.web.conftest import client_of
from tests.web.duty.setting import PHONE, stage

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        return stage()


def row(model, **where):
    with scope.enter(SYSTEM):
        return model.objects.filter(**where).order_by("-id").first()


LISTS = ["duty", "duty-roster", "duty-roster-sheet", "duty-handovers", "duty-teams", "duty-vehicles", "duty-posts"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("member", ["operator", "crew", "auditor", "clerk_a"])
def test_lists_open_in_few_queries(scene, name, member, django_assert_max_num_queries):
    browser = client_of(member)
    with django_assert_max_num_queries(36):
        answer = browser.get(reverse(name))
    assert answer.status_code == 200


def test_the_front_page_says_who_is_on(scene):
    html = client_of("operator").get(reverse("duty")).content.decode()
    for words in ("王值班", "李带班", "赵巡查", "贵A12345", "139****0001", "带班领导", "手机定位"):
        assert words in html


def test_nothing_set_up_yet_leads_to_the_first_step(db):
    html = client_of("leader").get(reverse("duty-roster")).content.decode()
    assert reverse("post-new") in html
    assert reverse("team-new") in html


def test_a_neighbour_finds_nothing(scene):
    browser = client_of("outsider")
    for name, thing in (
        ("duty-shift", scene.sitting),
        ("team", scene.patrol),
        ("vehicle", scene.car),
        ("vehicle-back", scene.ride),
    ):
        assert browser.get(reverse(name, args=[thing.id])).status_code == 404
    assert scene.patrol.name not in browser.get(reverse("duty-teams")).content.decode()


def test_holes_of_the_roster_are_marked(scene):
    answer = client_of("operator").get(reverse("duty-roster"))
    assert "缺岗" in answer.content.decode()
    later = local_date(scene.now) + timedelta(days=21)
    answer = client_of("operator").get(f"{reverse('duty-roster')}?from={later.isoformat()}")
    assert answer.context["first"] == later - timedelta(days=later.weekday())
    assert "缺岗 00:00" not in answer.content.decode()
    assert answer.context["holes"] == 1


@pytest.mark.parametrize("mangled", ["x", "2026-13-01", "9999-12-31", "0001-01-01"])
def test_a_mangled_week_is_no_error(scene, mangled):
    assert client_of("operator").get(f"{reverse('duty-roster')}?from={mangled}").status_code == 200


def plan(scene, key, **more):
    day = local_date(scene.now) + timedelta(days=10)
    return {
        "command_key": key(),
        "duty": f"post:{scene.desk.id}",
        "first": day.isoformat(),
        "last": (day + timedelta(days=2)).isoformat(),
        "weekdays": list("0123456"),
        "start": "08:00",
        "end": "08:00",
        "parts": "2",
        "turn": "shift",
        "person_0": str(scene.cast.operator.staff),
        "person_1": str(scene.cast.head.staff),
        **more,
    }


def test_three_days_in_two_shifts_are_planned_at_once_and_only_once(scene, key):
    browser, body = client_of("leader"), plan(scene, key)
    for _turn in range(2):
        answer = browser.post(reverse("duty-plan"), body)
        assert (answer.status_code, answer["Location"]) == (302, f"{reverse('duty-roster')}?from={body['first']}")
    with scope.enter(SYSTEM):
        made = list(Shift.objects.filter(post=scene.desk, period__startswith__gt=scene.now + 5 * DAY))
        made.sort(key=lambda one: one.period.lower)
        assert len(made) == 6
        assert [one.staff_id for one in made[:2]] == [scene.cast.operator.staff, scene.cast.head.staff]
        assert {one.period.upper - one.period.lower for one in made} == {timedelta(hours=12)}


def test_overlaps_are_all_listed_and_what_was_typed_stays(scene, key):
    browser = client_of("leader")
    browser.post(reverse("duty-plan"), plan(scene, key))
    answer = browser.post(reverse("duty-plan"), plan(scene, key))
    assert answer.status_code == 422
    assert len(answer.context["overlaps"]) == 6
    assert "重叠清单" in answer.content.decode()
    assert answer.context["form"]["first"].value() == plan(scene, key)["first"]


def test_a_plan_needs_days_in_order(scene, key):
    day = local_date(scene.now).isoformat()
    answer = client_of("leader").post(reverse("duty-plan"), plan(scene, key, last=day))
    assert answer.status_code == 422
    assert "last" in answer.context["form"].errors


def test_planning_is_for_those_who_make_rosters(scene):
    assert client_of("operator").get(reverse("duty-plan")).status_code == 403


def test_off_duty_by_one_press(scene):
    answer = client_of("operator").post(reverse("duty-shift-end", args=[scene.sitting.id]), {})
    assert answer.status_code == 302
    assert row(Shift, id=scene.sitting.id).state == "ended"
    again = client_of("operator").post(reverse("duty-shift-end", args=[scene.sitting.id]), {})
    assert again.status_code == 422


def test_on_duty_as_it_was(scene, key):
    url = reverse("duty-shift-start", args=[scene.next.id])
    assert client_of("head").get(url).status_code == 200
    assert client_of("head").post(url, {"command_key": key()}).status_code == 302
    assert row(Shift, id=scene.next.id).state == "started"


def test_a_refused_button_says_why(scene):
    html = client_of("crew").get(reverse("duty-shift", args=[scene.later.id])).content.decode()
    assert "由排班人员办理" in html
    assert "还没到这个班次的时间" in html
    assert client_of("crew").get(reverse("duty-shift-cancel", args=[scene.later.id])).status_code == 403


def test_cancelling_with_a_reason(scene, key):
    url = reverse("duty-shift-cancel", args=[scene.later.id])
    assert client_of("leader").post(url, {"command_key": key(), "reason": "调休"}).status_code == 302
    assert row(Shift, id=scene.later.id).state == "cancelled"


def test_relief_takes_the_rest(scene, key):
    url = reverse("duty-shift-relieve", args=[scene.sitting.id])
    body = {"command_key": key(), "staff": str(scene.cast.officer.staff), "reason": "发烧"}
    answer = client_of("leader").post(url, body)
    relief = row(Shift, relieves=scene.sitting.id)
    assert answer["Location"] == reverse("duty-shift", args=[relief.id])
    assert relief.staff_id == scene.cast.officer.staff


def test_absence_before_the_time_is_refused_on_the_page(scene, key):
    answer = client_of("leader").post(reverse("duty-shift-absent", args=[scene.later.id]), {"command_key": key()})
    assert answer.status_code == 422
    assert "班次还没开始" in answer.content.decode()


def test_handing_over_and_taking_over(scene, key):
    url = reverse("duty-shift-handover", args=[scene.sitting.id])
    body = {"command_key": key(), "to_shift": str(scene.next.id), "log": "火车站桥下有一人待回访"}
    shown = client_of("operator").get(url)
    assert "在外车辆" in shown.content.decode()
    offered = [code for code, _words in shown.context["form"].fields["to_shift"].choices]
    assert offered == [str(scene.next.id)], "not the leader beside him, nor the leader of tomorrow"
    assert client_of("operator").post(url, body | {"log": ""}).status_code == 422
    assert client_of("operator").post(url, body).status_code == 302
    left = row(ShiftHandover, from_shift=scene.sitting.id)
    assert left.open_items["duty.vehicles"] == 1
    page = reverse("duty-handover", args=[left.id])
    assert "只有" not in client_of("operator").get(page).content.decode()
    assert "由接班人本人确认" in client_of("operator").get(page).content.decode()
    assert client_of("operator").post(page, {"command_key": key()}).status_code == 422
    receiver = client_of("head")
    assert "火车站桥下" in receiver.get(page).content.decode()
    assert page in receiver.get(reverse("duty")).content.decode()
    assert receiver.post(page, {"command_key": key()}).status_code == 302
    assert row(Shift, id=scene.sitting.id).state == "ended"
    assert row(Shift, id=scene.next.id).state == "started"


def test_a_phone_is_shown_only_with_a_reason(scene):
    browser, url = client_of("operator"), reverse("duty-phone", args=[scene.cast.crew.staff])
    assert browser.get(url).status_code == 200
    assert browser.post(url, {}).status_code == 422
    answer = browser.post(url, {"reason": "contact"}, headers={"x-requested-with": "nd"})
    assert answer.json() == {"value": PHONE}
    assert PHONE not in browser.get(url).content.decode()
    assert client_of("crew").get(url).status_code == 403


def test_a_team_from_forming_to_disbanding(scene, key):
    browser = client_of("leader")
    answer = browser.post(
        reverse("team-new"),
        {
            "command_key": key(),
            "name": "夜巡二队",
            "kind": "volunteer",
            "unit": str(scene.cast.leader.unit),
            "region": str(COUNTY),
            "abilities": ["dialect"],
        },
    )
    made = row(Team, name="夜巡二队")
    assert answer["Location"] == reverse("team", args=[made.id])
    join = reverse("team-join", args=[made.id])
    assert browser.post(join, {"command_key": key(), "staff": str(scene.cast.officer.staff)}).status_code == 302
    assert browser.post(join, {"command_key": key(), "staff": str(scene.cast.officer.staff)}).status_code == 422
    page = browser.get(reverse("team", args=[made.id])).content.decode()
    assert "吴主管" in page
    assert "会说外地方言" in page
    browser.post(reverse("team-leave", args=[made.id, scene.cast.officer.staff]))
    assert row(TeamMember, team=made.id).valid_until is not None
    change = {"command_key": key(), "name": "夜巡三队", "call_sign": "03", "abilities": []}
    assert browser.post(reverse("team-change", args=[made.id]), change).status_code == 302
    assert row(Team, id=made.id).abilities == []
    assert browser.post(reverse("team-disband", args=[made.id]), {"command_key": key()}).status_code == 302
    assert browser.get(reverse("team", args=[made.id])).status_code == 404


def test_a_team_with_shifts_is_not_disbanded(scene, key):
    answer = client_of("leader").post(reverse("team-disband", args=[scene.patrol.id]), {"command_key": key()})
    assert answer.status_code == 422
    assert "还有没完成的班次" in answer.content.decode()


def test_a_vehicle_comes_back_and_goes_out_again(scene, key):
    browser, back = client_of("crew"), reverse("vehicle-back", args=[scene.ride.id])
    assert browser.post(back, {"command_key": key(), "km_in": "11000"}).status_code == 422
    assert browser.post(back, {"command_key": key(), "km_in": "12045", "fuel": "20.5"}).status_code == 302
    ride = row(VehicleUse, id=scene.ride.id)
    assert (ride.km_in, ride.fuel_cl) == (12045, 2050)
    page = browser.get(reverse("vehicle", args=[scene.car.id])).content.decode()
    assert "20.50" in page
    assert "12045" in page
    take = {"command_key": key(), "shift": str(scene.out.id), "km_out": "12045"}
    assert browser.post(reverse("vehicle-take", args=[scene.car.id]), take).status_code == 302
    assert row(VehicleUse, vehicle=scene.car.id).in_at is None


def test_the_register_of_vehicles_and_posts(scene, key):
    browser = client_of("leader")
    base = {"unit": str(scene.cast.leader.unit), "region": str(COUNTY)}
    car = {"command_key": key(), "plate": "贵A99999", "seats": "5", "equipment": ["chains"], **base}
    assert browser.post(reverse("vehicle-new"), car).status_code == 302
    made = row(Vehicle, plate="贵A99999")
    assert browser.post(reverse("vehicle-new"), car | {"command_key": key()}).status_code == 422
    assert browser.post(reverse("vehicle-retire", args=[made.id]), {"command_key": key()}).status_code == 302
    desk = {"command_key": key(), "title": "值班室", "code": "rescue.desk", "opens": "20:00", "closes": "08:00", **base}
    assert browser.post(reverse("post-new"), desk).status_code == 302
    post = row(Post, code="rescue.desk")
    assert "20:00–次日08:00" in browser.get(reverse("duty-posts")).content.decode()
    assert browser.post(reverse("post-close", args=[post.id]), {"command_key": key()}).status_code == 302
    assert not row(Post, code="rescue.desk").active
