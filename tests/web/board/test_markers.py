"""Markers on the map of the board lead to the pages of what they stand for."""

import json
import re

import pytest

from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.web.pages.board.parts import gather
from tests.web.clues.conftest import street

pytestmark = pytest.mark.django_db
__all__ = ["street"]


def markers(page):
    (found,) = re.findall(r'<script id="board-markers" type="application/json">(.*?)</script>', page)
    return {one["id"]: one for one in json.loads(found)}


def test_places_teams_and_clues_can_be_opened(street, client_as):
    clue = street.clue()
    client = client_as("leader")
    found = markers(client.get("/board/").content.decode())
    wanted = {
        f"p{street.bridge.id}": f"/places/{street.bridge.id}/",
        f"t{street.near.id}": f"/duty/teams/{street.near.id}/",
        f"c{clue.id}": f"/clues/{clue.id}/",
    }
    assert {key: found[key]["url"] for key in wanted} == wanted
    assert [client.get(url).status_code for url in wanted.values()] == [200, 200, 200]


def test_a_marker_leads_nowhere_for_who_may_not_open_the_page(street, cast):
    clue = street.clue()
    with scope.enter(cast.storekeeper):
        found = {one["id"]: one["url"] for one in gather(cast.storekeeper, SystemClock().now())["markers"]}
    assert found[f"c{clue.id}"] == ""
