"""Board, home and clue say that every leader was rung up in vain."""

from datetime import timedelta

import pytest

from nuandong.flows import clue_escalates
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.web.pages.home.todo import items
from tests.databases import as_role
from tests.web.clues.conftest import street

pytestmark = pytest.mark.django_db
__all__ = ["street"]


def test_board_and_home_say_that_nobody_is_left(street, client_as, cast):
    clue = street.clue(minutes_ago=40, place_text="老粮站")
    words = "名单上的领导都已呼叫，无人确认"
    client = client_as("leader")
    assert words not in client.get("/board/").content.decode()
    for ago in (30, 20, 10, 1):
        with as_role("worker"):
            clue_escalates.run(SystemClock().now() - timedelta(minutes=ago))
    page = client.get("/board/").content.decode()
    assert words in page
    assert f'href="/clues/{clue.id}/"' in page
    with scope.enter(cast.leader):
        first = items(cast.leader, SystemClock().now())[0]
    assert (first.tone, first.url) == ("late", f"/clues/{clue.id}/")
    assert "报告局领导" in first.title
    assert words in client.get(f"/clues/{clue.id}/").content.decode()
