"""Swapping shifts at two browsers: asked on one, answered on the other, undone by the leader."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuandong.duty.models import Shift, SwapRequest
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from tests.duty.setting import shift
from tests.web.conftest import client_of
from tests.web.duty.setting import stage

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene():
    """The crew leads the team tomorrow, the station worker the day after."""
    with scope.enter(SYSTEM):
        found = stage()
        found.mine = shift(found.cast.crew, start=found.now + DAY, hours=8, team=found.patrol)
        found.his = shift(found.cast.station, start=found.now + 2 * DAY, hours=8, team=found.patrol)
        return found


def holder(relieved):
    with scope.enter(SYSTEM):
        return Shift.objects.select_related("staff").get(relieves=relieved).staff.name


def ask(scene, whom):
    answer = client_of("crew").post(
        reverse("duty-shift-swap", args=[scene.mine.id]), {"whom": whom, "note": "家里有事"}
    )
    with scope.enter(SYSTEM):
        return answer, SwapRequest.objects.first()


def test_from_the_question_to_the_veto(scene, django_assert_max_num_queries):
    crew, station, leader = client_of("crew"), client_of("station"), client_of("leader")
    address = reverse("duty-shift-swap", args=[scene.mine.id])
    assert address in crew.get(reverse("duty-shift", args=[scene.mine.id])).content.decode()
    assert address not in station.get(reverse("duty-shift", args=[scene.mine.id])).content.decode()
    form = crew.get(address).content.decode()
    assert f"staff:{scene.cast.station.staff}" in form
    answer, swap = ask(scene, f"shift:{scene.his.id}")
    page = reverse("duty-swap", args=[swap.id])
    assert answer["Location"] == page
    assert page in station.get(reverse("home")).content.decode()
    html = station.get(page).content.decode()
    assert "家里有事" in html
    assert "同意换班" in html
    assert "同意换班" not in crew.get(page).content.decode()
    assert station.post(reverse("duty-swap-accept", args=[swap.id])).status_code == 302
    assert (holder(scene.mine), holder(scene.his)) == ("孙站员", "赵巡查")
    assert page in leader.get(reverse("home")).content.decode()
    for browser in (crew, station, leader):
        with django_assert_max_num_queries(20):
            assert page in browser.get(reverse("duty-swaps")).content.decode() or browser is station
    assert leader.post(reverse("duty-swap-undo", args=[swap.id])).status_code == 302
    with scope.enter(SYSTEM):
        assert SwapRequest.objects.get().state == "undone"


@pytest.mark.parametrize(
    ("name", "member", "state"), [("decline", "station", "declined"), ("withdraw", "crew", "withdrawn")]
)
def test_it_comes_to_nothing(scene, name, member, state):
    _answer, swap = ask(scene, f"staff:{scene.cast.station.staff}")
    address = reverse(f"duty-swap-{name}", args=[swap.id])
    assert client_of(member).post(address).status_code == 302
    with scope.enter(SYSTEM):
        assert SwapRequest.objects.get().state == state
    assert client_of(member).post(address).status_code == 422


def test_others_have_nothing_to_say(scene):
    _answer, swap = ask(scene, f"staff:{scene.cast.station.staff}")
    page = reverse("duty-swap", args=[swap.id])
    assert [client_of(one).get(page).status_code for one in ("operator", "outsider", "leader")] == [403, 404, 200]
    assert client_of("leader").post(reverse("duty-swap-accept", args=[swap.id])).status_code == 422


def test_a_shift_is_offered_once(scene):
    ask(scene, f"staff:{scene.cast.station.staff}")
    answer, _swap = ask(scene, f"shift:{scene.his.id}")
    assert answer.status_code == 422
    assert "已经在请人换" in answer.content.decode()
