"""The one box: what it finds for whom, what it opens at once, what it costs."""

from types import SimpleNamespace

import pytest

from nuandong.geo.actions.register_place import register_place
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.people.actions.form_household import form_household
from nuandong.people.actions.register_person import register_person
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.kinds import Channel
from tests.cast import TOWNSHIP_A, VILLAGE_A
from tests.people.builders import BIRTH, CARD
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


@pytest.fixture
def town(db, cast) -> SimpleNamespace:
    """王秀英 with her household A-017, a bridge that bears a name like hers, and the divisions."""
    now = SystemClock().now()
    divisions()
    with scope.enter(SYSTEM):
        wang = register_person(
            by=SYSTEM,
            now=now,
            region=VILLAGE_A,
            details=Details(name="王秀英", phone="13985012345"),
            papers=[Paper("id_card", CARD)],
        )
        home = form_household(by=SYSTEM, now=now, region=VILLAGE_A, head=wang.id, formed_on=BIRTH, number="A-017")
        details = PlaceDetails(kind=PlaceKind.BRIDGE, name="新华桥", area=Area.URBAN)
        bridge = register_place(by=SYSTEM, now=now, region=TOWNSHIP_A, details=details)
    return SimpleNamespace(wang=wang, home=home, bridge=bridge)


@pytest.mark.parametrize(
    ("member", "words", "shown", "hidden"),
    [
        ("clerk_a", "王秀英", ["人员", "王**"], ["家庭</h2>"]),
        ("clerk_a", "xinhua", ["新华路街道"], ["王**"]),
        ("clerk_a", "新华", ["新华桥", "新华路街道"], ["王**"]),
        ("clerk_a", "没有的东西", ["没有找到"], []),
        ("clerk_a", "ryyjt", ["人员与家庭"], ["没有找到"]),
        ("clerk_a", "2345", ["王**"], []),
        ("clerk_a", "12", ["没有找到"], []),
        ("clerk_a", "", ["搜索"], ["没有找到"]),
        ("clerk_b", "王秀英", ["没有找到"], ["王**"]),
        ("clerk_b", "新华桥", ["没有找到"], []),
        ("sysadmin", "王秀英", ["没有找到"], ["王**"]),
        ("outsider", "A-017", ["没有找到"], []),
    ],
)
def test_what_is_found_for_whom(town, client_as, member, words, shown, hidden):
    page = text(client_as(member).get("/search/", {"q": words}))
    for one in shown:
        assert one in page
    for one in hidden:
        assert one not in page


def test_what_the_text_names_for_sure_opens_at_once(town, client_as):
    client = client_as("clerk_a")
    assert client.get("/search/", {"q": CARD})["Location"] == f"/people/{town.wang.id}/"
    assert client.get("/search/", {"q": "Ａ-017"})["Location"] == f"/people/households/{town.home.id}/"
    assert client.get("/search/", {"q": "王秀英"}).status_code == 200
    partial = client.get("/search/", {"q": CARD}, headers={"HX-Request": "true"})
    assert "王**" in text(partial)
    assert "<html" not in text(partial)


def test_a_clue_is_found_by_its_number_however_it_is_typed(town, client_as, cast):
    now = SystemClock().now()
    with scope.enter(cast.operator):
        clue = receive_clue(
            by=cast.operator, now=now, channel=Channel.HOTLINE, details=ClueDetails(words="桥下有人"), region=TOWNSHIP_A
        ).clue
    short = clue.number.split("-")[0] + "-" + clue.number.split("-")[1].lstrip("0")
    for words in (clue.number, short):
        page = text(client_as("clerk_a").get("/search/", {"q": words}, headers={"HX-Request": "true"}))
        assert f"线索 {clue.number}" in page
        assert "待派出" in page
    assert "没有找到" in text(client_as("clerk_b").get("/search/", {"q": short}))


@pytest.mark.parametrize(("words", "most"), [("王秀英", 10), ("wangxy", 8), ("2345", 8), ("2026-7", 8), (CARD, 8)])
def test_a_search_costs_few_queries(town, client_as, django_assert_max_num_queries, words, most):
    client = client_as("clerk_a")
    with django_assert_max_num_queries(99) as empty:
        client.get("/search/", {"q": ""})
    with django_assert_max_num_queries(len(empty) + most):
        client.get("/search/", {"q": words})
