"""The roster of a season at the browser: begun, left, found, filled by names, checked, published once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuandong.duty.models import RosterDraft, Shift
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from tests.duty.setting import post
from tests.web.conftest import client_of
from tests.web.duty.setting import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        found = stage()
        found.first = local_date(found.now) + timedelta(days=10)
        found.station_desk = post(found.cast.operator, "rescue.station_desk", with_leader=False)
        return found


def draft_row():
    with scope.enter(SYSTEM):
        return RosterDraft.objects.order_by("-id").first()


def begun(browser, scene, **more):
    data = {"title": "冬季值班表", "first": scene.first, "last": scene.first + timedelta(days=3), "rest_hours": 8}
    return browser.post(reverse("duty-season-new"), {**data, "week_hours": 60, **more})


def seen(browser, name, *args):
    return browser.get(reverse(name, args=args)).context["form"]["seen"].value()


def line(scene, **more):
    return {
        "duty": f"post:{scene.station_desk.id}",
        "pattern": "halves",
        "turn": "shift",
        "crews": "王值班\n孙站员、赵巡查",
        "weekdays": list("0123456"),
        **more,
    }


def with_line(browser, scene, **more):
    begun(browser, scene)
    draft = draft_row()
    address = reverse("duty-season-line-new", args=[draft.id])
    answer = browser.post(address, line(scene, seen=seen(browser, "duty-season-line-new", draft.id), **more))
    return draft, answer


def test_from_nothing_to_a_published_season(scene, django_assert_max_num_queries):
    browser = client_of("leader")
    draft, answer = with_line(browser, scene)
    assert answer["Location"] == reverse("duty-season", args=[draft.id])
    assert "冬季值班表" in browser.get(reverse("duty-seasons")).content.decode()
    with django_assert_max_num_queries(30):
        page = browser.get(reverse("duty-season", args=[draft.id]))
    html = page.content.decode()
    assert (page.context["holes"], page.context["clashes"], page.context["shifts"]) == (1, 0, 12)
    assert "孙站员、赵巡查" in html
    assert "缺岗" in html
    address = reverse("duty-season-publish", args=[draft.id])
    asked = {"seen": page.context["form"]["seen"].value(), "command_key": page.context["form"]["command_key"].value()}
    assert browser.post(address, asked).status_code == 422
    for _press in range(2):
        assert browser.post(address, {**asked, "holes_known": "on"}).status_code == 302
    with scope.enter(SYSTEM):
        assert Shift.objects.filter(post=scene.station_desk).count() == 12
    html = browser.get(reverse("duty-season", args=[draft.id])).content.decode()
    assert "已发布" in html
    assert address not in html


NAMES = [
    ("somebody unknown", {"crews": "王值班\n张三丰"}, "没有找到“张三丰”"),
    ("nobody", {"crews": "  "}, "请填写"),
    ("own hours without hours", {"pattern": "own"}, "请填写。"),
    ("too many parts", {"pattern": "own", "starts": "08:00", "ends": "08:00", "parts": "9"}, "一天最多分 6 班"),
    ("a leader of a team", {"leader": "on", "team": True}, "带班领导只排在岗位上"),
]


@pytest.mark.parametrize(("more", "words"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
def test_a_line_that_cannot_be_is_said_beside_the_field(scene, more, words):
    more = dict(more)
    if more.pop("team", False):
        more["duty"] = f"team:{scene.patrol.id}"
    _draft, answer = with_line(client_of("leader"), scene, **more)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert draft_row().plan["lines"] == []


ABSENCES = [
    ("one day", "王值班 2027-01-03", [("2027-01-03", "2027-01-03")]),
    ("several days, as people write", "王值班：2027年1月3日至2027年1月8日", [("2027-01-03", "2027-01-08")]),
    ("no day", "王值班 下周", None),
    ("backwards", "王值班 2027-01-08 2027-01-03", None),
    ("no such day", "王值班 2027-02-30", None),
    ("nobody", "张三丰 2027-01-03", None),
]


@pytest.mark.parametrize(("text", "days"), [row[1:] for row in ABSENCES], ids=[row[0] for row in ABSENCES])
def test_who_is_away_is_read_line_by_line(scene, text, days):
    answer = begun(client_of("leader"), scene, absences=text)
    if days is None:
        assert answer.status_code == 422
        assert draft_row() is None
    else:
        assert [(one["first"], one["last"]) for one in draft_row().plan["absences"]] == days


def test_a_line_is_changed_and_removed_and_the_draft_given_up(scene):
    browser = client_of("leader")
    draft, _answer = with_line(browser, scene, holiday_crews="周站长")
    shown = browser.get(reverse("duty-season-line", args=[draft.id, 0])).context["form"]
    assert (shown["crews"].value(), shown["holiday_crews"].value()) == ("王值班\n孙站员、赵巡查", "周站长")
    for name, args, data in (
        ("duty-season-line", [draft.id, 0], line(scene, crews="王值班")),
        (
            "duty-season-settings",
            [draft.id],
            {"title": "改名", "first": scene.first, "last": scene.first, "rest_hours": 0, "week_hours": 40},
        ),
        ("duty-season-line-remove", [draft.id, 0], {}),
        ("duty-season-drop", [draft.id], {}),
    ):
        answer = browser.post(reverse(name, args=args), {**data, "seen": seen(browser, name, *args)})
        assert answer.status_code == 302, name
    found = draft_row()
    assert (found.title, found.state, found.plan["lines"]) == ("改名", "dropped", [])
    assert browser.get(reverse("duty-season-line", args=[draft.id, 0])).status_code == 404


def test_two_who_change_a_draft_at_once_do_not_undo_each_other(scene):
    browser = client_of("leader")
    draft, _answer = with_line(browser, scene)
    old = seen(browser, "duty-season-line-new", draft.id)
    address = reverse("duty-season-line-new", args=[draft.id])
    assert browser.post(address, line(scene, seen=old)).status_code == 302
    answer = client_of("head").post(address, line(scene, seen=old))
    assert answer.status_code == 422
    assert "刚刚被别人改过" in answer.content.decode()
    assert len(draft_row().plan["lines"]) == 2
