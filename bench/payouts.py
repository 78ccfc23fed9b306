"""How long a payout of a county takes, from the list to the money paid again: `python -m bench.payouts`.

Every phase runs as the office runs it, as the web role behind row-level security, one right after the other, so that
the planner knows nothing of the rows that the phase before made. Beside each stands its ratio to a bare counterpart of
the same run: as many rows of the width of a frozen line copied into a temporary table and from there into another.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import setting

setting.set_up("bench-payouts")

from django.db import connection  # noqa: E402

from bench import relief_county  # noqa: E402
from nuandong.kernel.actors import Actor  # noqa: E402
from nuandong.machine.loading import copied_into  # noqa: E402
from nuandong.org import scope  # noqa: E402
from nuandong.relief.actions.check_payout import check_payout  # noqa: E402
from nuandong.relief.actions.draft_decision import draft_decision  # noqa: E402
from nuandong.relief.actions.follow_up import follow_up  # noqa: E402
from nuandong.relief.actions.freeze_payout import freeze_payout  # noqa: E402
from nuandong.relief.actions.plan_payout import plan_payout  # noqa: E402
from nuandong.relief.actions.record_result import record_result  # noqa: E402
from nuandong.relief.actions.release_payout import release_payout  # noqa: E402
from nuandong.relief.actions.send_decision import send_decision  # noqa: E402
from nuandong.relief.actions.sign_decision import sign_decision  # noqa: E402
from nuandong.relief.actions.take_bank_file import take_bank_file  # noqa: E402
from nuandong.relief.bank.library import layout_named  # noqa: E402
from nuandong.relief.besides import of_payout  # noqa: E402
from nuandong.relief.models import BankFile, Payout, Season, Tranche  # noqa: E402
from nuandong.relief.paying import snapshots  # noqa: E402
from nuandong.relief.paying.others import other_payments  # noqa: E402
from tests import databases  # noqa: E402
from tests.cast import COUNTY, NOW, actor, cast  # noqa: E402
from tests.relief.fake_bank import answered  # noqa: E402
from tests.relief.payouts import LATER, LAYOUT, REMARK  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
SIGNERS = ("boss", "boss2", "boss3")
EVERY = 50
"""One line in so many fails at the bank, for a reason that needs no other account."""


@dataclass(slots=True)
class Phase:
    """Seconds by the clock, of this process' processor and of the database's; megabytes of this process at most."""

    clock: float
    own: float
    database: float
    peak: int


@dataclass(slots=True)
class Measured:
    """Every phase by its name, in their order."""

    phases: dict[str, Phase] = field(default_factory=dict)

    def run(self, name: str, by: Actor, do: Callable[[], Any]) -> Any:
        with self.phase(name), scope.enter(by):
            return do()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server = cursor.fetchone()[0]
        Path("/proc/self/clear_refs").write_text("5")
        before = time.perf_counter(), time.process_time(), _used(server)
        yield
        self.phases[name] = Phase(
            time.perf_counter() - before[0], time.process_time() - before[1], _used(server) - before[2], _peak()
        )
        print(f"  {name}: {self.phases[name]}", file=sys.stderr)


def _used(server: int) -> float:
    """Seconds of processor of a server process so far."""
    told = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICK


def _peak() -> int:
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def bare(count: int) -> None:
    """As many rows as wide as a frozen line, into one temporary table and from there into another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bare (id uuid PRIMARY KEY, payout uuid, serial int, region bigint, fen bigint, "
            "state text, sealed bytea) ON COMMIT DROP"
        )
    columns = ("id", "payout", "serial", "region", "fen", "state", "sealed")
    content = os.urandom(900)
    with copied_into("bare", columns) as copy:
        for serial in range(count):
            row = relief_county.new_id(NOW)
            copy.write_row((row, row, serial, COUNTY, 45_000, "frozen", content))


def decided(measured: Measured, season: Season) -> None:
    officer = cast().officer
    row = measured.run("list drafted", officer, lambda: draft_decision(by=officer, now=NOW, season=season.id))
    row = measured.run("list sent", officer, lambda: send_decision(by=officer, now=NOW, decision=row.id))
    for name in SIGNERS[: row.signatures]:
        by = actor(name, "county_leader", COUNTY, second_factor=True)
        words = "signed, granted" if name == SIGNERS[row.signatures - 1] else f"signed by {name}"
        measured.run(words, by, lambda by=by: sign_decision(by=by, now=NOW, decision=row.id, seen=row.list_hash))


def paid(measured: Measured, tranche: Tranche) -> None:
    officer, boss, finance = cast().officer, cast().boss, cast().finance
    row = measured.run(
        "planned",
        officer,
        lambda: plan_payout(by=officer, now=NOW, tranche=tranche.id, region=COUNTY, layout=LAYOUT, remark=REMARK),
    )
    problems = measured.run(
        "looked through", officer, lambda: [one for told in snapshots.looked_at(row, NOW.date()) for one in told[2]]
    )
    assert problems == [], problems[:3]
    measured.run("frozen", officer, lambda: freeze_payout(by=officer, now=NOW, payout=row.id))
    row = _again(row)
    seen = measured.run("other payments looked for", boss, lambda: other_payments(row).fen)
    measured.run("other seasons looked for", boss, lambda: of_payout(row))
    measured.run("checked", boss, lambda: check_payout(by=boss, now=NOW, payout=row.id, seen=seen))
    measured.run("released", finance, lambda: release_payout(by=finance, now=NOW, payout=row.id, voucher="记-12"))
    files = list(BankFile.objects.filter(payout=row.id))
    measured.run(
        "bank's files taken", finance, lambda: [take_bank_file(by=finance, now=NOW, file=one.id) for one in files]
    )
    told = _told(row)
    result = measured.run(
        "result taken in",
        finance,
        lambda: record_result(by=finance, now=LATER, payout=row.id, name="回执.txt", data=told),
    )
    assert result.paid + result.failed == row.lines_count
    assert result.failed
    measured.run("failed planned again", officer, lambda: follow_up(by=officer, now=LATER, payout=row.id))


def _again(row: Payout) -> Payout:
    with scope.enter(cast().officer):
        return Payout.objects.select_related("season", "tranche__funds").get(id=row.id)


def _told(row: Payout) -> bytes:
    with scope.enter(cast().finance):
        payments = list(snapshots.frozen(_again(row)))
    failed = {one.serial: ("failed", "08") for one in payments[::EVERY]}
    return answered(layout_named(row.layout), payments, failed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=50_000)
    parser.add_argument("--persons", type=int, default=2, help="of each household")
    parser.add_argument("--uncounted", action="store_true", help="nothing of the county was ever analysed")
    given = parser.parse_args()
    setting.start_server()
    source = relief_county.loaded(given.households, each=given.persons)
    measured = Measured()
    with databases.clone("payouts", source) as name, databases.use_database(name, role="web"):
        if given.uncounted:
            forget(name)
        measured.run("bare", cast().officer, lambda: bare(given.households))
        with scope.enter(cast().officer):
            season, tranche = Season.objects.get(), Tranche.objects.get()
        decided(measured, season)
        paid(measured, tranche)
    told(given.households, measured)


def forget(database: str) -> None:
    """As after a restore or a large import: the planner has no statistics of any table."""
    with databases.use_database(database, role=None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_clear_attribute_stats(schemaname::text, tablename::text, attname::text, inherited) "
            "FROM pg_stats WHERE schemaname = 'public'"
        )
        cursor.execute(
            "SELECT pg_clear_relation_stats('public', relname::text) FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace"
        )


def told(households: int, measured: Measured) -> None:
    floor = measured.phases["bare"]
    print(f"{households} households, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'phase':<28}{'clock s':>9}{'own s':>8}{'db s':>8}{'together':>10}{'× bare':>8}{'peak MB':>9}")
    for name, one in measured.phases.items():
        both = one.own + one.database
        ratio = both / (floor.own + floor.database)
        print(f"{name:<28}{one.clock:>9.1f}{one.own:>8.1f}{one.database:>8.1f}{both:>10.1f}{ratio:>8.1f}{one.peak:>9}")


if __name__ == "__main__":
    main()
