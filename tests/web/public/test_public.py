"""Public pages: a report without signing in, its code, what a code tells, who comes too often."""

from uuid import uuid4

import pytest
from django.test import Client

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue import callers
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.kinds import Closing
from nuandong.rescue.models import Clue
from nuandong.web.knocking import address_of
from nuandong.web.models import Knock
from tests.cast import COUNTY
from tests.rescue import streets
from tests.web.clues.conftest import street

pytestmark = pytest.mark.django_db
__all__ = ["street"]


def text(answer):
    return answer.content.decode()


def clues():
    with scope.enter(SYSTEM):
        return list(Clue.objects.all())


@pytest.fixture
def site(settings, db):
    settings.NUANDONG_REGION = COUNTY
    settings.NUANDONG_HOTLINE = "0851-12345678"
    return Client(headers={"accept-language": "zh-hans"})


def send(site, **fields):
    return site.post("/report/", {"command_key": str(uuid4()), **fields})


def test_a_report_becomes_a_clue_of_the_county_and_gives_a_code(site):
    answer = send(
        site, words="地下通道有个男孩", place_text="中华南路", caller="13800001234", lat="26.57", lng="106.72"
    )
    (clue,) = clues()
    assert answer["Location"] == f"/report/done/?code={clue.track_code}"
    assert (clue.region, clue.channel, clue.reporter_kind, clue.lat) == (COUNTY, "web", "citizen", 26.57)
    with scope.enter(SYSTEM):
        assert callers.open_words(clue) == "地下通道有个男孩"
    done = text(site.get(answer["Location"]))
    assert clue.track_code in done
    assert "男孩" not in done


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "线索是空的"),
        ({"words": "长" * 2001}, "2000"),
        ({"words": "人", "caller": "打我手机"}, "来电号码的格式不对"),
        ({"words": "人", "lat": "999", "lng": "1"}, "90"),
        ({"words": "人", "website": "http://spam.example"}, "提交没有成功"),
        ({"words": "坏\x00字"}, "字符"),
    ],
)
def test_what_cannot_be_is_refused_and_the_input_stays(site, fields, words):
    answer = send(site, **fields)
    assert answer.status_code == 422
    assert words in text(answer)
    assert clues() == []


@pytest.mark.parametrize(
    "words", ["😀🧊", "'; DROP TABLE rescue_clue; --", "<script>alert(1)</script>", "{% load x %}"]
)
def test_naughty_words_are_words(site, words):
    assert send(site, words=words).status_code == 302
    with scope.enter(SYSTEM):
        assert callers.open_words(clues()[0]) == words


def test_ten_megabytes_are_refused_unread(site):
    assert send(site, words="长" * 3_500_000).status_code == 400
    assert clues() == []


def test_a_double_click_reports_once(site):
    key = str(uuid4())
    answers = [site.post("/report/", {"command_key": key, "words": "有人"}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert len(clues()) == 1


def test_a_code_tells_the_step_and_nothing_else(site, street, cast):
    made = street.clue(words="蓝色棉衣的老人", place_text="老城墙", caller="13800001234")
    page = text(site.get("/track/", {"code": f" {made.track_code.lower()} "}))
    assert made.number in page
    assert "已受理" in page
    for secret in ("蓝色棉衣", "老城墙", "1234<", "甲秀"):
        assert secret not in page
    with scope.enter(cast.operator):
        streets.empty(cast.operator, made, street.now)
        close_clue(by=cast.operator, now=street.now, clue=made.id, closing=Closing.NOT_FOUND, words="找过了")
    closed = text(site.get("/track/", {"code": made.track_code}))
    assert "没有找到人" in closed
    assert "找过了" not in closed


@pytest.mark.parametrize("code", ["AAAABBBB", "x" * 500, "' OR 1=1 --"])
def test_a_wrong_code_is_said_to_be_wrong(site, code):
    answer = site.get("/track/", {"code": code})
    assert answer.status_code == 422
    assert "field-error" in text(answer)


def test_who_comes_too_often_is_asked_to_wait_and_keeps_the_words(site):
    for _ in range(6):
        assert send(site, words="有人").status_code == 302
    late = send(site, words="第七次写的话")
    assert late.status_code == 429
    assert "提交太频繁" in text(late)
    assert "第七次写的话" in text(late)
    assert len(clues()) == 6
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert other.post("/report/", {"words": "别处来的"}).status_code == 302
    assert Knock.objects.count() == 2


@pytest.mark.parametrize(
    ("proxy", "passed", "address"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "", "127.0.0.1"),
    ],
)
def test_an_address_is_believed_only_from_our_own_proxy(settings, rf, proxy, passed, address):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxy else None
    assert address_of(rf.get("/report/", headers={"x-forwarded-for": passed})) == address


def test_without_a_county_the_form_is_closed_and_the_numbers_are_shown(site, settings):
    settings.NUANDONG_REGION = 0
    page = text(site.get("/report/"))
    assert "网上反映还没有开通" in page
    assert "tel:0851-12345678" in page
    assert send(site, words="有人").status_code == 422
    assert clues() == []


def test_the_operator_sees_the_report_at_once(site, client_as):
    send(site, words="桥下有人", place_text="甲秀桥")
    (clue,) = clues()
    page = text(client_as("operator").get(f"/clues/{clue.id}/"))
    assert "公众网页" in page
    assert "市民群众" in page
    assert "桥下有人" in page


@pytest.mark.parametrize(
    "words",
    ["告诉他救助站能帮忙", "先打 120 和 110", "不给职业乞讨者现金", "留心诈骗"],
)
@pytest.mark.parametrize("page", ["/report/", "/report/done/"])
def test_the_public_is_told_how_to_help(site, page, words):
    assert words in text(site.get(page))


def test_a_report_is_not_said_to_have_been_read_before_anybody_has(site):
    done = text(site.get("/report/done/?code=ABCD2345"))
    assert "已送到值班台" in done
    assert "已经看到" not in done


@pytest.mark.parametrize("kind", ["sanitation", "bus_driver", "youth_volunteer", "grid_worker", "highway_operator"])
def test_who_reports_may_say_what_he_is(site, kind):
    assert f'value="{kind}"' in text(site.get("/report/"))
    assert send(site, words="有人", reporter_kind=kind).status_code == 302
    assert clues()[0].reporter_kind == kind


def test_nobody_passes_himself_off_as_a_department(site):
    assert 'value="police"' not in text(site.get("/report/"))
    assert send(site, words="有人", reporter_kind="police").status_code == 422
    assert clues() == []


def test_the_lodging_centre_is_named_where_there_is_one(site, settings):
    assert "住宿中心" not in text(site.get("/report/"))
    settings.NUANDONG_LODGING_PHONE = "0851-87654321"
    assert 'href="tel:0851-87654321"' in text(site.get("/report/"))
