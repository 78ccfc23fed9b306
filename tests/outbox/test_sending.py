"""Messages go out once, wait longer after each failure, and are given up in the open."""

import pytest
from django.db import connection

from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.outbox.models import Message, State
from nuandong.outbox.posting import post
from nuandong.outbox.sending import CLAIM, PAUSES, claim, deliver, settle
from tests.cast import COUNTY, NOW
from tests.databases import as_role

pytestmark = pytest.mark.django_db
NUMBER, WORDS = "13800000000", "请立即前往大桥涵洞"


@pytest.fixture
def message(cast):
    with scope.enter(cast.operator):
        return post(channel="notice", to=NUMBER, body=WORDS, region=COUNTY, subject=new_id(NOW), now=NOW)


@pytest.fixture
def worker(message, cast):
    with as_role("worker"), scope.enter(cast.operator):
        yield message


def state():
    found = Message.objects.get()
    return found.state, found.attempts, found.trouble


def test_a_message_is_delivered_as_posted_and_only_once(worker):
    sent = []
    claimed = claim(now=NOW)
    assert deliver(claimed, {"notice": lambda to, body: sent.append((to, body))}) == ""
    settle(claimed, "", now=NOW)
    assert sent == [(NUMBER, WORDS)]
    assert state() == (State.SENT, 1, "")
    assert claim(now=NOW + CLAIM * 2) is None


def test_a_claimed_message_is_nobody_elses_until_its_sender_is_given_up(worker):
    assert claim(now=NOW) is not None
    assert claim(now=NOW) is None
    again = claim(now=NOW + CLAIM)
    assert again.attempt == 2


@pytest.mark.parametrize("trouble", [OSError("gateway says 13800000000"), ValueError("bad"), KeyError("notice")])
def test_trouble_is_tried_again_after_growing_pauses_then_given_up(worker, trouble):
    def refuse(to, body):
        raise trouble

    now = NOW
    for pause in PAUSES:
        claimed = claim(now=now)
        settle(claimed, deliver(claimed, {"notice": refuse}), now=now)
        assert state() == (State.WAITING, claimed.attempt, type(trouble).__name__)
        assert claim(now=now) is None
        now += pause
    last = claim(now=now)
    settle(last, deliver(last, {"notice": refuse}), now=now)
    assert state()[0] == State.FAILED
    assert claim(now=now + CLAIM * 100) is None


def test_number_and_words_lie_encrypted(message):
    with as_role("batch"), connection.cursor() as cursor:
        cursor.execute("SELECT to_sealed, body_sealed, row_to_json(m)::text FROM outbox_message m")
        to, body, everything = cursor.fetchone()
    assert NUMBER.encode() not in bytes(to)
    assert WORDS.encode() not in bytes(body)
    assert NUMBER not in everything
