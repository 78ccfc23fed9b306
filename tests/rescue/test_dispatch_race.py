"""Two operators send a team to the same clue at the same moment, with real commits."""

from threading import Barrier, Event, Thread

from django.db import connection

from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.order_dispatch import order_dispatch
from nuandong.rescue.kinds import Closing
from nuandong.rescue.models import Clue, Dispatch
from nuandong.rescue.states.clue import ClueState
from tests.cast import NOW
from tests.duty import setting
from tests.rescue import streets
from tests.rescue.streets import north


def test_two_operators_at_the_same_moment_send_one_team(committed_db, cast):
    with scope.enter(cast.operator):
        setting.enrol(cast.crew, cast.station, cast.operator, cast.leader)
        teams = [streets.crew(cast.crew, "一队", at=north(1)), streets.crew(cast.station, "二队", at=north(1))]
        clue = streets.clue(cast.operator)
    start, results = Barrier(2), []

    def order(by, team):
        try:
            start.wait(10)
            with scope.enter(by):
                results.append(order_dispatch(by=by, now=NOW, clue=clue.id, team=team, reason="就近").team_id)
        except DomainError as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    workers = [
        Thread(target=order, args=pair)
        for pair in zip((cast.operator, cast.leader), [t.id for t in teams], strict=True)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    with scope.enter(cast.operator):
        assert Dispatch.objects.count() == 1
        assert Clue.objects.get().state == ClueState.DISPATCHED
    assert len(results) == 2
    assert results.count("rescue.raced_by") == 1


def test_a_clue_is_not_closed_while_another_operator_sends_a_team(committed_db, cast):
    with scope.enter(cast.operator):
        setting.enrol(cast.crew, cast.operator, cast.leader)
        team = streets.crew(cast.crew, "一队", at=north(1))
        clue = streets.clue(cast.operator)
    ordered, results = Event(), []

    def close():
        ordered.wait(10)
        try:
            with scope.enter(cast.leader):
                close_clue(by=cast.leader, now=NOW, clue=clue.id, closing=Closing.NONSENSE, words="误报")
            results.append("closed")
        except DomainError as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    worker = Thread(target=close)
    worker.start()
    with scope.enter(cast.operator):
        order_dispatch(by=cast.operator, now=NOW, clue=clue.id, team=team.id)
        # The other one begins while the order is not committed yet, and has to wait for it.
        ordered.set()
        worker.join(0.5)
        assert results == []
    worker.join(30)
    assert results == ["rescue.crew_out"]
