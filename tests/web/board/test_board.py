"""The command board: what it shows, to whom, how many questions it asks, and that it stays fresh."""

from collections import Counter
from uuid import UUID

import pytest

from nuandong.alerts.actions.record import HeardFrom, record_by_form
from nuandong.alerts.levels import Level
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.plans.selectors import BoardRow
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.kinds import Channel
from nuandong.web.pages.board import parts
from tests.cast import COUNTY, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, VILLAGE_B

pytestmark = pytest.mark.django_db


def clue(cast, region, place):
    with scope.enter(cast.operator):
        details = ClueDetails(words="桥下有人", place_text=place)
        return receive_clue(
            by=cast.operator, now=SystemClock().now(), channel=Channel.HOTLINE, details=details, region=region
        ).clue


@pytest.fixture
def night(cast, client_as):
    """A warning in force and a clue in each township."""
    client_as("operator")
    now = SystemClock().now()
    with scope.enter(cast.operator):
        record_by_form(
            by=cast.operator, now=now, event="cold_wave", level=Level.YELLOW, issuer="县气象台", issued_at=now,
            heard_from=HeardFrom.PHONE, regions=[COUNTY],
        )  # fmt: skip
    return clue(cast, VILLAGE_A, "东桥涵洞"), clue(cast, VILLAGE_B, "西站候车棚")


def test_the_county_sees_the_warning_and_both_clues_a_township_its_own(night, client_as):
    page = client_as("operator").get("/board/").content.decode()
    assert "黄色" in page
    assert "东桥涵洞" in page
    assert "西站候车棚" in page
    # Township clerks have the board of their township.
    page = client_as("clerk_a").get("/board/").content.decode()
    assert "东桥涵洞" in page
    assert "西站候车棚" not in page


def test_a_neighbouring_county_sees_nothing_of_it(night, client_as):
    page = client_as("outsider").get("/board/").content.decode()
    assert "东桥涵洞" not in page


def test_the_part_is_304_until_something_happens(night, cast, client_as, monkeypatch):
    client = client_as("operator")
    now = SystemClock().now()
    # The minute belongs to the tag: it must not turn between two requests.
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    first = client.get("/board/fresh/")
    again = client.get("/board/fresh/", headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    clue(cast, VILLAGE_A, "新线索桥头")
    third = client.get("/board/fresh/", headers={"If-None-Match": first["ETag"]})
    assert third.status_code == 200
    assert "新线索桥头" in third.content.decode()


def test_the_number_of_queries_does_not_grow_with_what_is_shown(night, cast, client_as, django_assert_max_num_queries):
    client = client_as("operator")
    client.get("/board/fresh/")
    for number in range(6):
        clue(cast, VILLAGE_A, f"第{number}处")
    with django_assert_max_num_queries(45):
        client.get("/board/fresh/")


def test_outlines_are_geojson(client_as):
    answer = client_as("operator").get("/map/outlines.json")
    assert answer.json() == {"type": "FeatureCollection", "features": []}


def counted(region, **counts):
    return BoardRow(region, UUID(int=1), "P1", "巡查", "must", "001#1", "方案", Counter(counts), 0)


@pytest.mark.parametrize(
    ("member", "rows"),
    [
        ("operator", [(COUNTY, 1, True), (TOWNSHIP_A, 5, False), (TOWNSHIP_B, 4, False)]),
        ("clerk_a", [(TOWNSHIP_A, 2, True), (VILLAGE_A, 3, False)]),
    ],
)
def test_compliance_is_summed_by_the_divisions_right_below(cast, client_as, monkeypatch, member, rows):
    told = {COUNTY: 1, TOWNSHIP_A: 2, VILLAGE_A: 3, VILLAGE_B: 4}
    seen = [counted(region, met=met) for region, met in told.items() if getattr(cast, member).sees(region)]
    monkeypatch.setattr(parts.compliance, "board", lambda *_args, **_more: seen)
    shown = client_as(member).get("/board/").context["regions"]
    assert [(one.region, one.met, "only=1" in one.url) for one in shown] == rows
    assert all(f"region={one.region}" in one.url for one in shown)
