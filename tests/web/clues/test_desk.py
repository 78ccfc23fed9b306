"""The clue desk: saving a call, what is refused, what is shown to whom, how it stays fresh."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.org.models import SignedSession
from nuandong.rescue import callers
from nuandong.rescue.models import Clue
from tests.cast import COUNTY, TOWNSHIP_A, VILLAGE_A

pytestmark = pytest.mark.django_db
NAUGHTY = ["😀🧊❄️", "'; DROP TABLE rescue_clue; --", "<script>alert(1)</script>", "{{ 7*7 }}", "\u202e反转", "á̷̂"]


def text(answer):
    return answer.content.decode()


def clues():
    with scope.enter(SYSTEM):
        return list(Clue.objects.order_by("id"))


def said(clue):
    with scope.enter(SYSTEM):
        return callers.open_words(clue)


def send(client, key, **fields):
    return client.post("/clues/", {"command_key": key, "channel": "hotline", **fields})


@pytest.mark.parametrize(
    "fields",
    [{"words": "老人蜷在门口"}, {"caller": "13800001234"}, {"place_text": "火车站出站口"}],
)
def test_words_or_a_number_or_a_place_save_a_clue(street, client_as, key, fields):
    answer = send(client_as("operator"), key(), **fields)
    (clue,) = clues()
    assert (answer.status_code, answer["Location"]) == (302, f"/clues/{clue.id}/")
    assert clue.region == COUNTY


def test_the_name_of_a_key_location_brings_its_place_and_region(street, client_as, key):
    send(client_as("operator"), key(), place_text="甲秀桥", words="有人")
    (clue,) = clues()
    assert (clue.place_id, clue.region, clue.lat) == (street.bridge.id, TOWNSHIP_A, 26.58)


def test_key_locations_are_suggested_while_typing(street, client_as):
    client = client_as("operator")
    assert 'value="甲秀桥"' in text(client.get("/clues/places/", {"place_text": "甲秀"}))
    assert "option" not in text(client.get("/clues/places/", {"place_text": "甲"}))


def test_a_double_click_saves_one_clue(street, client_as, key):
    client, sent = client_as("operator"), key()
    first, second = (send(client, sent, words="有人睡在桥下") for _ in range(2))
    assert first["Location"] == second["Location"]
    assert len(clues()) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "线索是空的"),
        ({"words": "人", "caller": "听不清"}, "来电号码的格式不对"),
        ({"words": "长" * 3000}, "文字太长"),
        ({"words": "长" * 600_000}, "文字太长"),
        ({"words": "人", "people_count": "0"}, "人数应为"),
        ({"words": "人", "people_count": "很多"}, "输入整数"),
        ({"words": "人", "hints": ["rich"]}, "rich"),
        ({"words": "人", "channel": "pigeon"}, "pigeon"),
        ({"words": "人", "acted_at": "2099-01-01T00:00"}, "晚于现在"),
        ({"words": "人", "region": "520103000000"}, "520103000000"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_the_input_stays(street, client_as, key, fields, words):
    answer = send(client_as("operator"), key(), **{"place_text": "老城墙" if fields else "", **fields})
    assert answer.status_code == 422
    assert words in text(answer)
    assert "data-refused" in text(answer)
    if fields:
        assert "老城墙" in text(answer)
    assert clues() == []


def test_ten_megabytes_are_refused_before_they_are_read(street, client_as, key):
    answer = send(client_as("operator"), key(), words="长" * 3_500_000)
    assert answer.status_code == 400
    assert "请求不完整或太大" in text(answer)
    assert clues() == []


@pytest.mark.parametrize("words", NAUGHTY)
def test_naughty_words_are_kept_and_shown_as_words(street, client_as, key, words):
    client = client_as("operator")
    page = text(client.get(send(client, key(), words=words)["Location"]))
    assert "<script>alert" not in page
    (clue,) = clues()
    assert said(clue).strip("‮")[:1] in words
    assert journal.history(subject=clue.id) == []  # outside a scope nothing is seen


def test_an_expired_session_in_mid_form_asks_to_sign_in_and_the_form_keeps_a_draft(street, client_as, key):
    client = client_as("operator")
    assert 'data-draft="clue-new"' in text(client.get("/clues/"))
    long_ago = street.now - timedelta(days=2)
    SignedSession.objects.update(opened_at=long_ago, seen_at=long_ago, expires_at=long_ago + timedelta(days=1))
    answer = send(client, key(), words="写到一半")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")
    assert "data-sign-in" in text(client.get(answer["Location"]))
    assert clues() == []


def test_open_clues_are_listed_by_urgency_with_clock_hints_and_numbers_to_ring(street, client_as):
    late = street.clue(minutes_ago=40, place_text="老城墙")
    new = street.clue(minutes_ago=1, hints=["minor"], place_text="新桥头")
    page = text(client_as("operator").get("/clues/"))
    assert page.index(late.number) < page.index(new.number)
    assert "row-late" in page
    assert "未成年人" in page
    assert ">110<" in page
    assert "已超" in page


def test_a_neighbour_sees_none_of_it_and_an_auditor_reads_no_words(street, client_as):
    made = street.clue(words="蓝色棉衣的老人", place_text="老城墙")
    assert made.number not in text(client_as("outsider").get("/clues/"))
    auditor = text(client_as("auditor").get("/clues/"))
    assert made.number in auditor
    assert "蓝色棉衣" not in auditor
    assert "保存线索" not in auditor


def test_somebody_without_the_permission_is_refused(street, client_as, key):
    assert client_as("auditor").post("/clues/", {"words": "x", "channel": "hotline"}).status_code in {403, 422}
    assert clues() == []
    assert Client().get("/clues/")["Location"].startswith("/login/")


def test_a_number_leads_to_its_clue(street, client_as):
    made = street.clue()
    client = client_as("operator")
    assert client.get("/clues/", {"number": f" {made.number} "})["Location"] == f"/clues/{made.id}/"
    assert "没有找到线索 2000-00001" in text(client.get("/clues/", {"number": "2000-00001"}))


@pytest.mark.parametrize("query", [{"state": "all"}, {"since": "2020-01-01", "until": "2099-01-01", "state": "all"}])
def test_the_list_of_all_clues_is_filtered(street, client_as, query):
    made = street.clue()
    assert text(client_as("operator").get("/clues/", query)).count(f"/clues/{made.id}/") == 2


@pytest.mark.parametrize("query", [{"state": "rubbish"}, {"since": "2026-13-99"}, {"before": "x"}])
def test_a_mangled_address_shows_the_first_page(street, client_as, query):
    assert client_as("operator").get("/clues/", query).status_code == 200


def test_the_desk_costs_the_same_however_many_clues(street, client_as, django_assert_max_num_queries):
    for _ in range(6):
        street.clue(region=VILLAGE_A)
    client = client_as("operator")
    client.get(reverse("clues"))
    with django_assert_max_num_queries(22):
        client.get(reverse("clues"))
