"""A clue with a point on the map and without a place of the register: teams, near-duplicates, what is refused."""

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.models import Clue
from tests.cast import COUNTY, TOWNSHIP_A
from tests.web.clues.test_desk import send, text

pytestmark = pytest.mark.django_db
HERE = {"lng": "106.71", "lat": "26.583"}


def last():
    with scope.enter(SYSTEM):
        return Clue.objects.order_by("-id").first()


def test_a_point_alone_is_a_clue_and_the_nearest_team_is_estimated(street, client_as, key):
    client = client_as("operator")
    answer = send(client, key(), **HERE)
    assert answer.status_code == 302, text(answer)
    clue = last()
    assert (clue.lon, clue.lat, clue.place_id, clue.region) == (106.71, 26.583, None, COUNTY)
    page = text(client.get(answer["Location"]))
    assert "没有坐标" not in page
    assert page.index("一队") < page.index("二队")
    assert "分钟" in page


def test_without_a_point_nothing_can_be_estimated(street, client_as, key):
    client = client_as("operator")
    page = text(client.get(send(client, key(), words="老粮站后面有人")["Location"]))
    assert "没有坐标" in page
    assert "在地图上指出位置" in text(client.get(f"/clues/{last().id}/supplement/"))


def test_two_calls_about_one_spot_are_shown_as_near(street, client_as, key):
    client = client_as("operator")
    send(client, key(), words="桥边", **HERE)
    first = last()
    send(client, key(), words="台阶上", lng="106.7101", lat="26.5832")
    page = text(client.get(f"/clues/{last().id}/"))
    assert "可能是同一件事" in page
    assert first.number in page


def test_degrees_copied_from_another_map_are_converted(street, client_as, key):
    send(client_as("operator"), key(), system="gcj02", **HERE)
    clue = last()
    moved = max(abs(clue.lon - 106.71), abs(clue.lat - 26.583))
    assert 0.001 < moved < 0.01


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lng": "106.71"}, "经度和纬度要一起填"),
        ({"lng": "500", "lat": "26"}, "180"),
        ({"lng": "nan", "lat": "26"}, "输入一个数"),
        ({**HERE, "system": "mars"}, "mars"),
    ],
)
def test_what_is_no_point_is_refused_beside_its_field(street, client_as, key, fields, words):
    answer = send(client_as("operator"), key(), words="人", **fields)
    assert answer.status_code == 422
    assert words in text(answer)
    assert last() is None


def test_a_point_is_added_later_and_one_left_out_stays(street, client_as, key):
    client = client_as("operator")
    send(client, key(), words="老粮站后面有人", region=TOWNSHIP_A)
    url = f"/clues/{last().id}/supplement/"
    assert client.post(url, {"command_key": key(), **HERE}).status_code == 302
    assert client.post(url, {"command_key": key(), "words": "还在"}).status_code == 302
    assert (last().lon, last().lat) == (106.71, 26.583)
    page = text(client.get(url))
    assert 'data-lng="106.710000"' in page
