"""How long checks, audits and lists of relief take over a county's books: `python -m bench.relief_books`.

So many households were all decided and paid in three tranches. Timed, behind row-level security: what the clock looks
at every minute, each check of integrity, each of the auditor's queries, and the first and a later page of each list.
Beside each stands its ratio to counting the lines of all payouts once.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from bench import setting

setting.set_up("bench-payouts")

from django.db import connection  # noqa: E402

from bench import relief_county  # noqa: E402
from nuandong.flows.breaches_found import CHECKS  # noqa: E402
from nuandong.geo.codes import span  # noqa: E402
from nuandong.kernel.actors import SYSTEM  # noqa: E402
from nuandong.kernel.clock import day_start  # noqa: E402
from nuandong.org import scope  # noqa: E402
from nuandong.plans.bans import Watched  # noqa: E402
from nuandong.relief import selectors_applying, selectors_findings, selectors_payout  # noqa: E402
from nuandong.relief.auditing import running as auditing  # noqa: E402
from nuandong.relief.integrity import running as integrity  # noqa: E402
from nuandong.relief.integrity.catalogue import checks  # noqa: E402
from nuandong.relief.integrity.looking import Look  # noqa: E402
from nuandong.relief.models import Payout, PayoutLine, Season  # noqa: E402
from nuandong.relief.ordering import At  # noqa: E402
from nuandong.relief.paying import late  # noqa: E402
from tests import databases  # noqa: E402
from tests.cast import COUNTY, NOW  # noqa: E402

TRANCHES = 3
OPENS = "snapshot_tampered"
"""Opens every snapshot, and those of the bench are none."""
_PAID = """
UPDATE relief_season SET rules = jsonb_set(rules, '{pay_within}', '5');
WITH one AS (SELECT * FROM relief_season),
decision AS (
  INSERT INTO relief_decision (id, region, season_id, number, state, households, persons, total_fen, signatures,
         list_hash, drafted_by, drafted_at, sent_at, decided_at)
  SELECT uuidv7(), region, id, 1, 'decided', 0, 0, 0, 1, repeat('0', 64), opened_by, opened_at, opened_at, opened_at
    FROM one RETURNING id)
UPDATE relief_application SET state = 'decided', decision_id = (SELECT id FROM decision);
INSERT INTO relief_entitlement (id, region, season_id, standard, standard_version, standard_on, household_id,
       application_id, decision_id, amount_fen, claimed_fen, written_off_fen, goods, trace, granted_at)
SELECT uuidv7(), a.region, s.id, s.standard, s.standard_version, s.standard_on, a.household_id, a.id, a.decision_id,
       a.amount_fen, a.amount_fen, 0, '{}', '{}', a.moved_at
  FROM relief_application a JOIN relief_season s ON s.id = a.season_id ORDER BY a.region, a.id;
INSERT INTO relief_entitledperson (id, region, entitlement_id, season_id, standard, person_id)
SELECT uuidv7(), e.region, e.id, e.season_id, e.standard, m.person_id
  FROM relief_entitlement e JOIN people_membership m ON m.household_id = e.household_id;
INSERT INTO relief_tranche (id, region, season_id, number, funds_id, reason, opened_by, opened_at)
SELECT uuidv7(), t.region, t.season_id, n, t.funds_id, t.reason, t.opened_by, t.opened_at
  FROM relief_tranche t, generate_series(2, %(tranches)s) n;
INSERT INTO relief_payout (id, region, season_id, tranche_id, number, layout, remark, state, lines_count, total_fen,
       list_hash, planned_by, planned_at, frozen_at, checked_by, checked_at, released_by, released_at, settled_at,
       voucher)
SELECT uuidv7(), t.region, t.season_id, t.id, t.number, 'credit-coop', '受灾救助补助', 'settled', 0, 0,
       repeat('0', 64), uuidv7(), t.opened_at, t.opened_at, uuidv7(), t.opened_at, uuidv7(), t.opened_at,
       t.opened_at, '' FROM relief_tranche t;
INSERT INTO relief_instalment (id, region, entitlement_id, tranche_id, amount_fen, planned_at)
SELECT uuidv7(), e.region, e.id, t.id, e.amount_fen / %(tranches)s, t.opened_at
  FROM relief_tranche t, relief_entitlement e;
INSERT INTO relief_payoutline (id, region, payout_id, instalment_id, household_id, serial, amount_fen, state,
       head_masked, account_masked, account_blind, snapshot_sealed, snapshot_hash, bank_code, bank_words, answered_at)
SELECT uuidv7(), i.region, p.id, i.id, e.household_id, row_number() OVER (PARTITION BY p.id ORDER BY i.region, i.id),
       i.amount_fen, 'paid', a.head_masked, n.account_masked, n.account_blind,
       decode(repeat(md5(i.id::text), 40), 'hex'), md5(i.id::text) || md5(e.id::text), '', '', i.planned_at
  FROM relief_instalment i JOIN relief_entitlement e ON e.id = i.entitlement_id
  JOIN relief_application a ON a.id = e.application_id
  JOIN relief_payout p ON p.tranche_id = i.tranche_id
  JOIN relief_need n ON n.household_id = e.household_id;
UPDATE relief_payout p SET (lines_count, total_fen) =
       (SELECT count(*), sum(amount_fen) FROM relief_payoutline WHERE payout_id = p.id);
UPDATE relief_funds f SET claimed_fen = (SELECT sum(amount_fen) FROM relief_instalment);
INSERT INTO relief_finding (id, region, season, check_code, subject_type, subject, facts, digest, state, found_at,
       seen_at)
SELECT uuidv7(), region, 2026, 'size_inflated', 'household', household_id::text, '{}', md5(id::text), 'open',
       moved_at, moved_at FROM relief_application WHERE id::text < '6';
"""


def paid(connect: Any = connection) -> None:
    """Everybody decided and paid; in the role of the owner."""
    with connect.cursor() as cursor:
        for statement in _PAID.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"tranches": TRANCHES})


def books(households: int) -> str:
    """The name of a database with such books; made where there is none."""
    return relief_county.made_of(f"paid_{households}", relief_county.loaded(households, each=3), paid)


def timed(do: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds by the clock, of this process' processor, and what came of it."""
    clock, own = time.perf_counter(), time.process_time()
    with scope.enter(SYSTEM):
        made = do()
    return time.perf_counter() - clock, time.process_time() - own, made


def count(rows: Iterable[Any]) -> int:
    return sum(1 for _row in islice(rows, auditing.MOST + 1))


class Table:
    """Lines of a table as they are measured."""

    def __init__(self, floor: float) -> None:
        self.floor = floor
        print(f"{'what':<34}{'clock s':>9}{'own s':>8}{'× count':>9}{'found':>8}")

    def line(self, name: str, do: Callable[[], Any]) -> None:
        clock, own, found = timed(do)
        print(f"{name:<34}{clock:>9.3f}{own:>8.3f}{clock / self.floor:>9.2f}{found:>8}", flush=True)


def minutes(table: Table) -> None:
    watched = Watched(UUID(int=0), span(COUNTY), day_start(date(2026, 11, 1)), NOW)
    known: dict[str, Any] = {}
    for code, several in CHECKS.items():
        for place, check in enumerate(several):
            if getattr(check, "__module__", "nuandong.relief").startswith(("nuandong.relief", "nuandong.flows")):
                known[f"minute: {code} {place}"] = check
    for again in ("", ", the next minute"):
        for name, check in known.items():
            table.line(name + again, lambda check=check: count(check(watched)))


def lists() -> None:
    with scope.enter(SYSTEM):
        season, payout = Season.objects.get(), Payout.objects.first()
    assert payout is not None
    wanted = selectors_findings.Wanted(season=season.year)
    asked = selectors_applying.Wanted(state="decided")
    every: dict[str, Callable[[Any], list[Any]]] = {
        "applications": lambda after: selectors_applying.applications(
            season, by=SYSTEM, wanted=asked, limit=50, after=after and At(after[-1].ordered_by, after[-1].id)
        ),
        "lines of a payout": lambda after: selectors_payout.lines(payout, after=after[-1].serial if after else 0),
        "lines of a payout, failed": lambda after: selectors_payout.lines(payout, state="failed"),
        "findings": lambda after: selectors_findings.findings(SYSTEM, wanted, after=after and after[-1].id),
        "money that is due": lambda after: late.due_money(season, NOW.date()),
        "the most urgent of it": lambda after: list(late.outstanding(season)[:1]),
        "counts of findings": lambda after: list(selectors_findings.counts(SYSTEM, season.year)),
        "sums of payouts": lambda after: list(selectors_payout.sums([payout])),
        "payouts by village": lambda after: list(selectors_payout.by_village(payout)),
    }
    print(f"{'list':<34}{'p50 ms':>9}{'p95 ms':>9}")
    for name, do in every.items():
        took, after = [], None
        for _page in range(20):
            clock, _own, after = timed(lambda do=do, after=after: do(after))
            took.append(clock * 1000)
        took.sort()
        print(f"{name:<34}{statistics.median(took):>9.1f}{took[18]:>9.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=20_000)
    parser.add_argument("--only", choices=("minutes", "integrity", "audit", "lists"))
    given = parser.parse_args()
    setting.start_server()
    with databases.use_database(books(given.households), role="worker"):
        floor, _own, lines = timed(lambda: PayoutLine.objects.count())
        print(f"{given.households} households, {lines} lines counted in {floor:.2f} s, load {os.getloadavg()[0]:.1f}")
        look, table = Look(COUNTY, NOW.year, NOW), Table(floor)
        if given.only in {None, "minutes"}:
            minutes(table)
        if given.only in {None, "integrity"}:
            for code, find in integrity.FINDERS.items():
                there = Look(look.region, look.season, look.now, checks()[code].values)
                table.line(f"integrity: {code}", lambda find=find, there=there: count(find(there)))
        if given.only in {None, "audit"}:
            for code, find in auditing.FINDERS.items():
                if code != OPENS:
                    table.line(f"audit: {code}", lambda find=find: count(find(look)))
        if given.only in {None, "lists"}:
            lists()


if __name__ == "__main__":
    main()
