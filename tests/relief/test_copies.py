"""The sheet with its faults: one of a ledger at a time, made in the background, gone with the check it tells of."""

from datetime import timedelta

import pytest
from django.db import connection

from nuandong.kernel.errors import NotNow
from nuandong.org import scope
from nuandong.relief import copies
from nuandong.relief.actions.ask_copy import ask_copy
from nuandong.relief.actions.end_ledger import drop_ledger
from nuandong.relief.actions.map_columns import map_columns
from nuandong.relief.models import LedgerCopy
from nuandong.relief.working import work
from tests.cast import NOW
from tests.databases import as_role
from tests.relief.books import book, household
from tests.relief.test_ledger import CLERK, again, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.NUANDONG_DEMO = True


def asked(ledger) -> LedgerCopy:
    with scope.enter(CLERK):
        return ask_copy(by=CLERK, now=NOW, ledger=ledger.id)


def kept() -> list[tuple[bool, str]]:
    with scope.enter(CLERK):
        return [(one.made_at is not None, one.trouble) for one in LedgerCopy.objects.all()]


def faulty():
    return uploaded(book([household(0), household(1, 需救助人口=9)]))


def test_a_copy_is_made_once_by_the_worker_and_found_again():
    ledger = faulty()
    first = asked(ledger)
    assert asked(ledger).id == first.id
    with as_role("worker"):
        assert copies.make_next(NOW).id == first.id
        assert copies.make_next(NOW) is None
    assert (asked(ledger).id, kept()) == (first.id, [(True, "")])
    with scope.enter(CLERK):
        assert copies.take_copy(by=CLERK, now=NOW, ledger=ledger.id)[1][:2] == b"PK"
        with connection.cursor() as cursor:
            cursor.execute("SELECT encode(content_sealed, 'hex') LIKE '%504b0304%' FROM relief_ledgercopy")
            assert cursor.fetchone() == (False,)


def test_a_copy_goes_with_the_check_it_tells_of_and_after_some_days():
    ledger = faulty()

    def check_anew() -> None:
        with scope.enter(CLERK):
            map_columns(by=CLERK, now=NOW, ledger=ledger.id, columns=again(ledger).columns)
        work(ledger.id, NOW, by=CLERK)

    def drop() -> None:
        with scope.enter(CLERK):
            drop_ledger(by=CLERK, now=NOW, ledger=ledger.id)

    for leave in (lambda: copies.make_next(NOW + copies.KEPT + timedelta(minutes=1)), check_anew, drop):
        asked(ledger)
        copies.make_next(NOW)
        assert kept() == [(True, "")]
        leave()
        assert kept() == []
    with scope.enter(CLERK), pytest.raises(NotNow):
        copies.take_copy(by=CLERK, now=NOW, ledger=ledger.id)


def test_what_cannot_be_made_says_so_and_may_be_asked_again(monkeypatch):
    ledger = faulty()
    monkeypatch.setattr(copies, "annotated", None)
    asked(ledger)
    assert copies.make_next(NOW).trouble == ""
    assert kept() == [(False, "办理时出错，已记入系统日志，请联系管理员。")]
    monkeypatch.undo()
    asked(ledger)
    copies.make_next(NOW)
    assert kept() == [(True, "")]
