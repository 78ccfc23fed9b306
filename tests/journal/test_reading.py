"""Consumers under concurrent writers: nothing missed, nothing twice, whatever order the commits come in."""

import threading
import time
from contextlib import contextmanager
from typing import ClassVar

import psycopg
import pytest
from django.db import connection, transaction

from nuandong.journal import api as journal
from nuandong.journal.consumers import rewind
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from tests.cast import COUNTY, NOW
from tests.databases import as_role, settle

WRITERS = 6
EACH = 60


@journal.register
class Ticked(journal.Payload):
    kind: ClassVar[str] = "test.clock_ticked"
    title: ClassVar[str] = "滴答"
    subject_type: ClassVar[str] = "test.clock"
    writer: int = 0


@contextmanager
def worker():
    with as_role("worker"), scope.enter(SYSTEM):
        yield


def tick(writer=0):
    return journal.record(Ticked(writer=writer), by=SYSTEM, now=NOW, region=COUNTY, subject=new_id(NOW))


def write_slowly(writer, written, errors):
    """Some transactions stay open while younger ones commit: the order of commits is not the order of ids."""
    try:
        for n in range(EACH):
            with scope.enter(SYSTEM):
                event = tick(writer)
                if (n + writer) % 5 == 0:
                    time.sleep(0.004)
            written.append(event.id)
    except Exception as error:  # noqa: BLE001  reported by the test
        errors.append(error)
    finally:
        connection.close()


def test_six_writers_and_a_reader_nothing_missed_nothing_twice(committed_db):
    written, read, errors = [], [], []
    writers = [threading.Thread(target=write_slowly, args=(n, written, errors)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    while any(w.is_alive() for w in writers):
        with worker():
            journal.consume("test", lambda events: read.extend(e.id for e in events), batch=7)
    for writer in writers:
        writer.join()
    settle()
    with worker():
        while journal.consume("test", lambda events: read.extend(e.id for e in events)):
            pass
    assert errors == []
    assert len(written) == WRITERS * EACH
    assert sorted(read) == sorted(written)
    assert len(set(read)) == len(read)


def test_an_open_older_transaction_holds_the_reader_back_and_changes_the_version(committed_db):
    with scope.enter(SYSTEM):
        tick()
    older = psycopg.connect(**connection.get_connection_params())
    try:
        older.execute("SELECT pg_current_xact_id()")
        with scope.enter(SYSTEM):
            younger = tick()
        with scope.enter(SYSTEM):
            seen = [e.id for e in journal.read_after(journal.START)]
            before = journal.version()
        assert younger.id not in seen
        older.commit()
        settle()
        with scope.enter(SYSTEM):
            assert younger.id in [e.id for e in journal.read_after(journal.START)]
            assert journal.version() != before
    finally:
        older.close()


def test_what_consumers_derive_changes_the_version_as_the_events_did(committed_db):
    with scope.enter(SYSTEM):
        tick()
    settle()
    with scope.enter(SYSTEM):
        before = journal.version()
        assert journal.version() == before
    with as_role("worker"), scope.enter(SYSTEM):
        assert journal.consume("test", lambda events: None) == 1
    with scope.enter(SYSTEM):
        assert journal.version() != before


def test_a_handler_that_fails_gets_the_events_again(committed_db):
    with scope.enter(SYSTEM):
        event = tick()
    settle()
    seen = []

    def fail(events):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), worker():
        journal.consume("test", fail)
    with worker():
        assert journal.consume("test", seen.extend) == 1
        assert journal.consume("test", seen.extend) == 0
    assert [e.id for e in seen] == [event.id]
    with worker():
        rewind("test")
        assert journal.consume("test", seen.extend) == 1


def test_two_readers_of_one_name_never_run_at_once(committed_db):
    with scope.enter(SYSTEM):
        tick()
    settle()
    entered, leave, second = threading.Event(), threading.Event(), []

    def hold(events):
        entered.set()
        leave.wait(10)

    def first():
        try:
            with worker():
                journal.consume("test", hold)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(10)
    with worker():
        assert journal.consume("test", second.extend) == 0
    leave.set()
    thread.join()
    assert second == []


def test_an_uncommitted_event_is_not_read(committed_db):
    with scope.enter(SYSTEM):
        tick()
        assert journal.read_after(journal.START) == []
        transaction.set_rollback(True)
    with scope.enter(SYSTEM):
        assert journal.read_after(journal.START) == []
