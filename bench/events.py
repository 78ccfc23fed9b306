"""What the journal costs when it has grown: `python -m bench.events --events 10000000`.

Fills a database of its own with plain events of three years in one province (set-based, so that filling takes minutes),
then times what work does with a journal of that size: appending, the latest of a county and of a quiet township, the
history of one clue, a consumer's next thousand, sealing and proving. Each figure stands beside the same one measured
before filling, in the same run.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from bench import setting

setting.set_up("bench-events")

from django.db import connection  # noqa: E402

from nuandong.journal import api as journal  # noqa: E402
from nuandong.journal.partitions import ensure_partitions  # noqa: E402
from nuandong.journal.reading import read_after  # noqa: E402
from nuandong.journal.sealing import seal_next  # noqa: E402
from nuandong.journal.verification import verify  # noqa: E402
from nuandong.kernel.actors import SYSTEM, Span  # noqa: E402
from nuandong.kernel.ids import new_id  # noqa: E402
from nuandong.org import scope  # noqa: E402
from nuandong.rescue.events.clue import ClueReopened  # noqa: E402
from tests import databases  # noqa: E402
from tests.cast import NOW  # noqa: E402

PROVINCE, COUNTY, QUIET = 520000000000, 520121000000, 520121999000
YEARS = timedelta(days=3 * 365)
CHUNK = 500_000
CLUE = UUID(int=77)
KINDS = ("rescue.clue_received", "rescue.clue_reopened", "rescue.patrol_completed", "rescue.encounter_closed")

# Ids are ordered by time like ours: milliseconds, then chance. A thousandth of the province's events is the county's;
# the quiet township has one event in a million.
FILL = """
INSERT INTO journal_event (id, kind, version, actor, typist, unit, region, subject_type, subject,
                           acted_at, recorded_at, payload)
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(chance, 1, 3)
        || '8' || substr(chance, 4, 15))::uuid,
       (%(kinds)s::text[])[1 + n %% 4], 1, md5((n %% 9000)::text)::uuid, md5((n %% 9000)::text)::uuid,
       md5((n %% 300)::text)::uuid,
       CASE WHEN n %% 1000000 = 7 THEN %(quiet)s WHEN n %% 1000 = 1 THEN %(county)s + 1000 * (1 + n %% 16)
            ELSE %(province)s + 1000 * (1 + n %% 90000) END,
       'rescue.clue', md5('s' || n / 12)::uuid, at, at, '{"number": "2026-00001", "late": false}'
FROM (SELECT n, %(start)s::timestamptz + n * %(step)s::interval AS at, md5(random()::text || n) AS chance
      FROM generate_series(%(low)s::bigint, %(high)s::bigint) AS n) AS made
"""


def milliseconds(do: Callable[[], object], rounds: int = 15) -> float:
    do()
    took = []
    for _round in range(rounds):
        began = time.perf_counter()
        do()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def latest(low: int, high: int) -> float:
    by = setting.reader(Span(low, high))
    with scope.enter(by):
        return milliseconds(lambda: journal.history(spans=by.spans, limit=50))


def append() -> None:
    with scope.enter(SYSTEM):
        journal.record_many(
            journal.Draft(payload=ClueReopened(), by=SYSTEM, now=NOW, region=COUNTY, subject=new_id(NOW))
            for _ in range(100)
        )


def measured() -> dict[str, float]:
    """Milliseconds of each piece of work at the present size."""
    with scope.enter(SYSTEM):
        # A consumer that is nearly through: the last thousand.
        events = journal.history(limit=1000)
        before = events[-1].cursor
        found = {
            "100 events appended": milliseconds(append),
            "history of one clue": milliseconds(lambda: journal.history(subject=CLUE)),
            "a consumer's next thousand": milliseconds(lambda: read_after(before, limit=1000)),
        }
    found["latest 50 of the province"] = latest(PROVINCE, PROVINCE + 10**10)
    found["latest 50 of a county"] = latest(COUNTY, COUNTY + 10**6)
    found["latest 50 of a quiet township"] = latest(QUIET, QUIET + 1000)
    return found


def fill(events: int) -> float:
    began = time.perf_counter()
    start, step = NOW - YEARS, YEARS / events
    for low in range(0, events, CHUNK):
        with scope.enter(SYSTEM), connection.cursor() as cursor:
            high = min(low + CHUNK, events) - 1
            cursor.execute(
                FILL,
                {
                    "kinds": list(KINDS), "quiet": QUIET, "county": COUNTY, "province": PROVINCE,
                    "start": start, "step": step, "low": low, "high": high,
                },
            )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE journal_event")
    return time.perf_counter() - began


def sealing() -> tuple[int, float]:
    count, began = 0, time.perf_counter()
    while True:
        with scope.enter(SYSTEM):
            seal = seal_next(now=NOW)
        if seal is None:
            return count, time.perf_counter() - began
        count += seal.count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    events = parser.parse_args().events
    setting.start_server()
    with databases.clone("events") as name, databases.use_database(name, role=None):
        ensure_partitions(NOW, since=NOW - YEARS)
        with scope.enter(SYSTEM):
            journal.record(ClueReopened(), by=SYSTEM, now=NOW, region=COUNTY, subject=CLUE)
        append()
        with databases.as_role("web"):
            small = measured()
        filled = fill(events)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_size_pretty(sum(pg_total_relation_size(inhrelid))) FROM pg_inherits "
                "WHERE inhparent = 'journal_event'::regclass"
            )
            size = cursor.fetchone()[0]
        print(f"{os.cpu_count()} cores; {events:,} events filled in {filled:.0f} s, {size}")
        with databases.as_role("web"):
            large = measured()
        print(f"{'':<34}{'empty ms':>10}{'filled ms':>11}{'ratio':>8}")
        for what, before in small.items():
            print(f"{what:<34}{before:>10.1f}{large[what]:>11.1f}{large[what] / before:>8.1f}")
        databases.settle(120)
        with databases.as_role("worker"):
            count, took = sealing()
            print(f"{'sealing':<34}{count / took:>12,.0f} per second")
            with scope.enter(SYSTEM):
                began = time.perf_counter()
                report = verify(anchor_file=None)
                took = time.perf_counter() - began
        if not report.sound:
            raise SystemExit("the bench's journal does not verify")
        print(f"{'verification':<34}{report.sealed / took:>12,.0f} per second ({report.sealed:,} events)")


if __name__ == "__main__":
    main()
