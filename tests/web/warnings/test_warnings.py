"""Warnings at the browser: what is in force, the list, one warning, its messages."""

import pytest

from nuandong.alerts import selectors
from nuandong.alerts.actions import receive
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from tests.alerts.samples import sample
from tests.cast import COUNTY, NOW, OTHER_COUNTY, PREFECTURE, TOWNSHIP_A
from tests.web.conftest import seat

pytestmark = pytest.mark.django_db


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def only(receipt):
    (warning,) = receipt.warnings
    return warning


def test_nothing_in_force_says_so(client_as):
    page = text(client_as("crew").get("/warnings/"))
    assert "本辖区现在没有生效的预警" in page
    assert "还没有收到过预警" in page
    assert "录入预警" not in page, "a crew member may look only"


def test_in_force_the_strongest_first_with_words_and_coverage(client_as, hand_in, named):
    hand_in("n1", codes=str(TOWNSHIP_A))
    hand_in("n2", events=(("11B21", "Orange"),), codes=str(PREFECTURE))
    hand_in("n3", codes=str(OTHER_COUNTY))
    hand_in("n4", since=0.0, until=6, events=(("11B06", "Yellow"),), status="Exercise")
    page = text(client_as("operator").get("/warnings/"))
    held = page[page.index("正在生效") : page.index("收到的预警")]
    assert held.index("道路结冰橙色预警") < held.index("寒潮蓝色预警")
    assert "全部辖区" in held[: held.index("寒潮蓝色预警")]
    assert "部分辖区" in held[held.index("寒潮蓝色预警") :]
    assert "新华路街道" in held
    assert str(PREFECTURE) in held, "a division nobody recorded is shown by its code"
    assert "大风" not in held, "an exercise is never in force"
    assert page.count("寒潮蓝色预警") == 2, "the warning of the next county is not ours"


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"寒潮蓝色预警", "道路结冰橙色预警", "大风黄色预警"}),
        ("?where=all", {"寒潮蓝色预警", "道路结冰橙色预警", "大风黄色预警", "暴雪红色预警"}),
        ("?event=road_icing", {"道路结冰橙色预警"}),
        ("?level=blue", {"寒潮蓝色预警"}),
        ("?state=rehearsal", {"大风黄色预警"}),
        ("?state=closed", set()),
        ("?event=nonsense&level=nonsense&before=nonsense", {"寒潮蓝色预警", "道路结冰橙色预警", "大风黄色预警"}),
    ],
)
def test_filters_of_the_list(client_as, hand_in, query, shown):
    hand_in("n1")
    hand_in("n2", events=(("11B21", "Orange"),))
    hand_in("n3", events=(("11B04", "Red"),), codes=str(OTHER_COUNTY))
    hand_in("n4", events=(("11B06", "Yellow"),), status="Exercise")
    page = text(client_as("operator").get(f"/warnings/{query}"))
    rows = page[page.index("收到的预警") :]
    titles = {"寒潮蓝色预警", "道路结冰橙色预警", "大风黄色预警", "暴雪红色预警"}
    assert {title for title in titles if title in rows} == shown


def test_the_list_goes_on_by_key_and_asks_no_more_for_more_rows(client_as, hand_in, django_assert_max_num_queries):
    for number in range(33):
        hand_in(f"n{number}", until=10 + number)
    client = client_as("operator")
    client.get("/warnings/")
    with django_assert_max_num_queries(22):
        first = text(client.get("/warnings/"))
    assert first.count('class="row-link"') == 30
    following = first.split('rel="next" href="')[1].split('"')[0]
    assert text(client.get(f"/warnings/{following}")).count('class="row-link"') == 3


def test_a_warning_with_its_history_and_what_overlaps(client_as, hand_in, named, django_assert_max_num_queries):
    hand_in("n1", since=-3)
    second = only(hand_in("n2", "Update", since=-2, events=(("11B05", "Orange"),), references="n1"))
    near = only(hand_in("n3", events=(("11B21", "Yellow"),), codes=str(TOWNSHIP_A)))
    client = client_as("operator")
    with django_assert_max_num_queries(24):
        page = text(client.get(f"/warnings/{second.id}/"))
    assert "寒潮橙色预警" in page
    assert "更新预警" in page
    assert "寒潮蓝色预警（已更新，南明区）" in page
    assert f"/warnings/{near.id}/" in page
    assert f"/warnings/{second.id}/end/" in page
    assert "王值班接收" in page
    crew = text(client_as("crew").get(f"/warnings/{second.id}/"))
    assert f"/warnings/{second.id}/end/" not in crew
    assert "您的岗位没有这项权限" in crew, "the button says why it does not work"


def test_no_such_warning(client_as):
    assert client_as("operator").get("/warnings/019a0000-0000-7000-8000-000000000000/").status_code == 404
    assert client_as("operator").get("/warnings/messages/019a0000-0000-7000-8000-000000000000/").status_code == 404


def test_a_message_is_explained_and_its_raw_text_only_for_those_who_record_here(client_as, hand_in):
    receipt = hand_in("n1", events=(("11B77", "violet"),), codes="x")
    address = f"/warnings/messages/{receipt.message.id}/"
    page = text(client_as("operator").get(address))
    assert "灾种代码或名称不在对照表中：11B77" in page
    assert "没有可用的区划代码" in page
    assert "&lt;geocode&gt;x&lt;/geocode&gt;" in page
    for other in ("crew", "outsider"):
        page = text(client_as(other).get(address))
        assert "灾种代码或名称不在对照表中" in page
        assert "geocode" not in page


def test_a_cancel_has_no_warning_of_its_own(client_as, hand_in):
    old = only(hand_in("n1"))
    receipt = hand_in("n2", "Cancel", since=-0.5, references="n1")
    page = text(client_as("operator").get(f"/warnings/messages/{receipt.message.id}/"))
    assert "这条消息本身不带预警" in page
    assert "已解除" in text(client_as("operator").get(f"/warnings/{old.id}/"))


def test_the_shape_of_a_warning_is_drawn(client_as):
    actor, _account = seat("operator")
    shape = b"<polygon>26.5,106.6 26.5,106.8 26.7,106.8 26.5,106.6</polygon><circle>26.6,106.7 5</circle>"
    data = sample("cap_snow_and_icing.xml").replace(b"</areaDesc>", b"</areaDesc>" + shape, 1)
    with scope.enter(actor):
        receipt = receive(by=actor, now=NOW, data=data)
    warning = next(one for one in receipt.warnings if one.geometry)
    client = client_as("crew")
    assert "data-map" in text(client.get(f"/warnings/{warning.id}/"))
    features = client.get(f"/warnings/{warning.id}/outline.json").json()["features"]
    rings = [feature["geometry"]["coordinates"][0] for feature in features]
    assert [106.6, 26.5] in rings[0]
    assert any(len(ring) == 49 and ring[0] == ring[-1] for ring in rings)
    assert all(106 < longitude < 107.5 and 26 < latitude < 27.5 for ring in rings for longitude, latitude in ring)


def test_in_force_for_the_pages_is_in_force_for_the_selectors(hand_in):
    hand_in("n1")
    assert [one.warning.event for one in selectors.holding(SystemClock().now(), COUNTY)] == ["cold_wave"]


def test_somebody_without_the_permission_is_sent_away(client_as):
    assert client_as("sysadmin").get("/warnings/").status_code == 403
    assert client_as("crew").get("/warnings/relay/").status_code == 403
    assert client_as("crew").post("/warnings/upload/").status_code == 403


def test_a_warning_that_ran_out_is_not_called_in_force_before_the_job_comes(client_as, hand_in):
    gone = only(hand_in("n1", since=-5, until=-1))
    page = text(client_as("crew").get(f"/warnings/{gone.id}/"))
    assert "已到期" in page
    assert "还有" not in page
    assert "本辖区现在没有生效的预警" in text(client_as("crew").get("/warnings/"))
