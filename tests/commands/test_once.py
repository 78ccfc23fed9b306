"""A double click, a retry and a reused key."""

import threading

import pytest
from django.db import connection

from nuandong.commands.once import once
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.outbox.models import Message
from nuandong.outbox.posting import post
from tests.cast import COUNTY, NOW


def send(actor, key, words="一"):
    def do():
        return post(channel="log", to="x", body=words, region=COUNTY, subject=new_id(NOW), now=NOW).id

    return once(key=key, name="test.send", body={"words": words}, by=actor, now=NOW, do=do)


@pytest.mark.django_db
def test_the_second_click_gets_the_first_result(cast):
    key = new_id(NOW)
    with scope.enter(cast.operator):
        assert send(cast.operator, key) == send(cast.operator, key)
        assert Message.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "who"), [("二", "operator"), ("一", "leader")])
def test_another_body_or_another_typist_under_the_same_key_is_refused(cast, words, who):
    key = new_id(NOW)
    with scope.enter(cast.operator):
        send(cast.operator, key)
        with pytest.raises(Conflict, match="操作编号"):
            send(getattr(cast, who), key, words)
        assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_command_leaves_its_key_free(cast):
    key = new_id(NOW)

    def refuse():
        raise Invalid("x", "不行。", "换一个。")

    with scope.enter(cast.operator):
        with pytest.raises(Invalid):
            once(key=key, name="test.send", body={"words": "一"}, by=cast.operator, now=NOW, do=refuse)
        assert send(cast.operator, key)


def test_ten_clicks_at_once_act_once(committed_db, cast):
    key, results, start = new_id(NOW), [], threading.Barrier(10)

    def click():
        try:
            start.wait(10)
            with scope.enter(cast.operator):
                results.append(send(cast.operator, key))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 10
    assert len(set(results)) == 1
    with scope.enter(cast.operator):
        assert Message.objects.count() == 1
