"""Several hand in at once: one message stays one, and an update meets its warning whoever commits first."""

import threading
from types import SimpleNamespace

import pytest
from django.db import connection

from nuandong.alerts.actions import Receipt, receive
from nuandong.alerts.models import Message, RawMessage, WeatherWarning
from nuandong.alerts.states import State
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import scope
from tests.alerts.samples import gbt
from tests.cast import NOW

ALERT = gbt("n1", sent="2026-12-01 15:00:00+08:00")
UPDATE = gbt("n2", "Update", sent="2026-12-01 16:00:00+08:00", references="n1", events=(("11B05", "Orange"),))
CANCEL = gbt("n3", "Cancel", sent="2026-12-01 17:00:00+08:00", references="n2")


def hand_in_at_once(by: Actor, messages: list[bytes]) -> list[Receipt]:
    start = threading.Barrier(len(messages))
    receipts: list[Receipt] = []

    def hand_in(data: bytes) -> None:
        try:
            start.wait()
            with scope.enter(by):
                receipts.append(receive(by=by, now=NOW, data=data))
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in, args=(data,)) for data in messages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return receipts


@pytest.mark.usefixtures("committed_db")
def test_at_once(cast: SimpleNamespace) -> None:
    receipts = hand_in_at_once(cast.operator, [ALERT, UPDATE, CANCEL, ALERT, UPDATE, ALERT])
    assert len(receipts) == 6
    assert sorted(receipt.repeated for receipt in receipts) == [False] * 3 + [True] * 3
    assert Message.objects.count() == 3
    # Accepted thrice; of the repeated ones each content is kept once more.
    assert RawMessage.objects.count() == 5
    found = WeatherWarning.objects.order_by("message__sent_at")
    assert [warning.state for warning in found] == [State.SUPERSEDED, State.CANCELLED]
    with scope.enter(cast.operator):
        kinds = [event.kind for event in journal.history()]
    assert sum(kind in {"alerts.warning_received", "alerts.warning_updated"} for kind in kinds) == 2
