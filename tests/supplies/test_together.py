"""Several crews at one store at once, with real commits: the last quilt is given once, and nobody waits in a circle."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from nuandong.commands.once import once
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.supplies.actions.confirm_transfer import confirm_transfer
from nuandong.supplies.actions.dispatch_goods import dispatch_goods
from nuandong.supplies.actions.issue_kit import issue_kit
from nuandong.supplies.goods import Wanted
from nuandong.supplies.models import Movement
from tests.cast import NOW
from tests.supplies import setting
from tests.supplies.setting import part, stock, stocked, summed


@pytest.fixture
def stage(committed_db, cast):
    with scope.enter(cast.head):
        setting.furnish(cast)
    return cast


def together(count, act):
    """Run `act(n)` in `count` threads that start at once; what each returned or raised."""
    results, gate = [None] * count, threading.Barrier(count)

    def run(n):
        try:
            gate.wait(10)
            results[n] = act(n)
        except Exception as error:  # noqa: BLE001  handed to the test
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_eight_crews_ask_for_five_quilts(stage):
    with scope.enter(stage.head):
        place = stocked(stage.storekeeper, part("quilt", 3), part("quilt", 2, batch="B"))

    def act(n):
        with scope.enter(stage.crew):
            return issue_kit(by=stage.crew, now=NOW, store=place.id, lines=[Wanted("quilt", 1)])

    results = together(8, act)
    assert Counter(type(one).__name__ for one in results) == {"Moved": 5, "Conflict": 3}
    with scope.enter(stage.head):
        assert stock(place) == summed(place) == {}


def test_transfers_that_cross_do_not_block_each_other(stage):
    with scope.enter(stage.head):
        one, other = stocked(stage.head, part("quilt", 20)), stocked(stage.head, part("quilt", 20), name="二号库")

    def act(n):
        ends = (one, other) if n % 2 else (other, one)
        for _round in range(4):
            with scope.enter(stage.head):
                sent = dispatch_goods(
                    by=stage.head, now=NOW, from_store=ends[0].id, to_store=ends[1].id, lines=[Wanted("quilt", 1)]
                )
                confirm_transfer(by=stage.head, now=NOW, transfer=sent.id)

    assert together(4, act) == [None] * 4
    with scope.enter(stage.head):
        assert stock(one) == summed(one) == stock(other) == summed(other) == {("quilt", "", ""): 20}


def test_a_transfer_is_counted_in_once(stage):
    with scope.enter(stage.head):
        one, other = stocked(stage.head, part("quilt", 3)), setting.store(stage.head, name="二号库")
        sent = dispatch_goods(by=stage.head, now=NOW, from_store=one.id, to_store=other.id, lines=[Wanted("quilt", 3)])

    def act(n):
        with scope.enter(stage.head):
            confirm_transfer(by=stage.head, now=NOW + timedelta(seconds=n), transfer=sent.id)

    results = together(3, act)
    assert sum(one is None for one in results) == 1
    assert sum(isinstance(one, Conflict) for one in results) == 2
    with scope.enter(stage.head):
        assert stock(other) == summed(other) == {("quilt", "", ""): 3}


def test_a_phone_that_sends_twice_gives_once(stage):
    with scope.enter(stage.head):
        place = stocked(stage.storekeeper, part("quilt", 3))
    key, body = new_id(NOW), {"store": str(place.id), "quilt": 1}

    def act(n):
        def give():
            return issue_kit(by=stage.crew, now=NOW, store=place.id, lines=[Wanted("quilt", 1)]).act

        with scope.enter(stage.crew):
            return once(key=key, name="supplies.issue_kit", body=body, by=stage.crew, now=NOW, do=give)

    first, second = together(2, act)
    assert first == second
    with scope.enter(stage.head):
        assert stock(place) == {("quilt", "", ""): 2}
        assert Movement.objects.filter(act=first).count() == 1
