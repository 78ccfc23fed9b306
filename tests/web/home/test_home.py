"""Home is a to-do list: what waits for whom, late first."""

from datetime import timedelta

import pytest

from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.kinds import Channel
from nuandong.web.pages.home.todo import items
from tests.cast import VILLAGE_A

pytestmark = pytest.mark.django_db


def clue(cast, place, ago=timedelta()):
    with scope.enter(cast.operator):
        return receive_clue(
            by=cast.operator,
            now=SystemClock().now() - ago,
            channel=Channel.HOTLINE,
            details=ClueDetails(words="桥下有人", place_text=place),
            region=VILLAGE_A,
        ).clue


def test_late_clues_come_first_and_lead_to_the_act(cast, client_as):
    fresh, late = clue(cast, "新桥"), clue(cast, "旧桥", timedelta(hours=1))
    with scope.enter(cast.operator):
        found = [item for item in items(cast.operator, SystemClock().now()) if "派队" in item.title]
    assert [item.title for item in found] == [f"派队：{late.number} 旧桥", f"派队：{fresh.number} 新桥"]
    assert found[0].tone == "late"
    page = client_as("operator").get("/").content.decode()
    assert page.index("旧桥") < page.index("新桥")


@pytest.mark.parametrize(
    "member",
    ["operator", "leader", "crew", "station", "head", "officer", "storekeeper", "clerk_a", "sysadmin", "auditor"],
)
def test_everybody_has_a_home(member, client_as):
    assert client_as(member).get("/").status_code == 200


def test_nobody_is_asked_to_do_what_is_not_his(cast, client_as):
    clue(cast, "新桥")
    assert "派队" not in client_as("storekeeper").get("/").content.decode()


@pytest.mark.parametrize(
    "member",
    ["operator", "crew", "clerk_a", "storekeeper", "station", "leader", "head", "officer", "sysadmin", "auditor"],
)
def test_sources_without_a_row_cost_nothing(member, client_as, django_assert_max_num_queries):
    client = client_as(member)
    client.get("/")
    with django_assert_max_num_queries(20):
        assert client.get("/").status_code == 200
    with django_assert_max_num_queries(20):
        assert client.get("/home/fresh/").status_code == 200
