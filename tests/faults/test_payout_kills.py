"""kill -9 at random points of payout runs, clerks at the same moment, answers twice: no fen lost, nobody paid twice.

Ten rounds; `make soak` makes two hundred of it.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Sum

from nuandong.journal.models import JournalEvent as Event
from nuandong.journal.sealing import seal_all
from nuandong.journal.verification import verify
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.relief.models import BankFile, Entitlement, Funds, Instalment, MoneyReturn, Payout, PayoutLine
from nuandong.relief.steps import LineState
from tests import databases
from tests.cast import NOW, cast
from tests.faults import payout_child
from tests.relief import payouts

ROUNDS = 200 if os.environ.get("NUANDONG_SOAK") else 10
HOMES = 3
TOTAL = sum(30_000 + n * 100 for n in range(1, HOMES + 1))
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.NUANDONG_DEMO = True
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "anchor"


def paid_to_the_last_fen(season: UUID) -> None:
    with scope.enter(cast().officer):
        granted = list(Entitlement.objects.filter(season=season).order_by("id"))
        paid = PayoutLine.objects.filter(state=LineState.PAID, instalment__entitlement__season=season)
        each = dict(paid.values_list("instalment__entitlement").annotate(fen=Sum("amount_fen")))
        assert {one.id: one.amount_fen for one in granted} == each
        assert all(one.claimed_fen == one.amount_fen for one in granted)
        assert paid.count() == Instalment.objects.filter(entitlement__season=season).count() == HOMES
        assert Funds.objects.get(season=season).claimed_fen == TOTAL
        ids = list(Payout.objects.filter(season=season).values_list("id", flat=True))
        told = Counter(Event.objects.filter(subject__in=ids).values_list("subject", "kind"))
        for payout in ids:
            steps = ("planned", "frozen", "checked", "released")
            assert [told[payout, f"relief.payout_{one}"] for one in steps] == [1, 1, 1, 1]
        sent = BankFile.objects.filter(payout__in=ids, outgoing=True)
        assert sent.count() == len(ids) == 3
        # What went to the bank is everything once, once more what it had refused, and again what came back.
        assert sum(sent.values_list("total_fen", flat=True)) == TOTAL + 2 * 30_100
        back = PayoutLine.objects.filter(payout__in=ids, state=LineState.RETURNED)
        assert back.count() == MoneyReturn.objects.filter(line__in=back, confirmed_at__isnull=False).count() == 1


def test_killed_at_any_moment(committed_db: str, tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.payout_child"])
    target = {key: connection.settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    draw, kills, longest = Random(20261122), 0, 0.6
    for round_ in range(ROUNDS):
        season = payouts.world(HOMES, year=2001 + round_ % 99, title=str(round_), first=1 + round_ * HOMES).season
        connection.close()
        for _life in range(6):
            child = context.Process(target=payout_child.main, args=(target, season.id))
            child.start()
            begun = time.monotonic()
            child.join(timeout=draw.uniform(0.05, longest))
            if child.exitcode is None and child.pid is not None:
                os.kill(child.pid, signal.SIGKILL)
                child.join()
                kills += 1
            elif child.exitcode == 0:
                # A quick machine is killed sooner.
                longest = min(longest, max(0.1, time.monotonic() - begun))
                break
            else:
                pytest.fail(f"round {round_}: exit {child.exitcode}")
        payout_child.main(target, season.id)
        paid_to_the_last_fen(season.id)
    assert kills > 0
    databases.settle()
    with databases.as_role("worker"):
        with scope.enter(SYSTEM):
            seal_all(now=NOW, anchor_file=tmp_path / "anchor")
        with scope.enter(SYSTEM):
            report = verify(anchor_file=tmp_path / "anchor", texts=True)
    assert report.sound, report.findings
    assert report.sealed > ROUNDS * HOMES


def at_once(act: Callable[[], object], times: int = 4) -> tuple[int, int]:
    """How many of them came through, and how many were refused in words; anything else fails."""
    start, results = threading.Barrier(times), []

    def run() -> None:
        try:
            start.wait()
            act()
            results.append("done")
        except DomainError as error:
            results.append(error.code)
        except Exception as error:  # noqa: BLE001  told to the test
            results.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    odd = [one for one in results if one != "done" and not one.startswith("relief.")]
    assert odd == []
    return results.count("done"), len(results) - results.count("done")


def test_clerks_at_the_same_moment(committed_db: str) -> None:
    made = payouts.world(HOMES)
    assert at_once(lambda: payouts.planned(made)) == (1, 3)
    with scope.enter(cast().officer):
        payout = Payout.objects.get()
    assert at_once(lambda: payouts.frozen(payout)) == (1, 3)
    with scope.enter(cast().officer):
        payout.refresh_from_db()
    assert at_once(lambda: payouts.checked(payout)) == (1, 3)
    # The same hand twice is one release.
    assert at_once(lambda: payouts.released(payout)) == (4, 0)
    answer = payouts.answer(payout, {1: ("failed", "账号不存在")})
    assert at_once(lambda: payouts.told(payout, answer)) == (4, 0)
    with scope.enter(cast().officer):
        assert BankFile.objects.filter(outgoing=True).count() == 1
        assert BankFile.objects.filter(outgoing=False).count() == 1
        assert Event.objects.filter(kind="relief.payout_result_recorded").count() == 1
    end = time.monotonic() + 60
    while payout_child.step(made.season.id):
        assert time.monotonic() < end
    paid_to_the_last_fen(made.season.id)
