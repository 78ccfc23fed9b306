"""`python -m bench.following`: what one event more costs in the compliance tables of a county.

Plans of the library are put in force for a county of thirty townships in a database of its own; the table of facts is
filled with records of work and patrols of a season. Then single events are appended and followed, one by one and in a
batch, as the job does, and the job's look at the clock is timed.
"""

import argparse
import statistics
import time
from datetime import date, timedelta
from random import Random
from typing import Final

from bench import setting

setting.set_up("bench-following")

from django.db import connection  # noqa: E402

from nuandong.geo.models import Division  # noqa: E402
from nuandong.journal import api as journal  # noqa: E402
from nuandong.kernel.actors import SYSTEM  # noqa: E402
from nuandong.kernel.ids import new_id  # noqa: E402
from nuandong.org import scope  # noqa: E402
from nuandong.plans import compliance  # noqa: E402
from nuandong.plans.actions.activate_plan import activate_plan  # noqa: E402
from nuandong.plans.loader import load  # noqa: E402
from nuandong.plans.models import Instance, StoredFact  # noqa: E402
from nuandong.plans.vocabulary import LIBRARY, vocabulary  # noqa: E402
from nuandong.tasks.events import WorkRecorded  # noqa: E402
from tests import databases  # noqa: E402
from tests.cast import COUNTY, NOW  # noqa: E402

TOWNSHIPS: Final = [COUNTY + 1000 * n for n in range(1, 31)]
FAMILIES: Final = ("rescue", "relief", "care")
MORE: Final = 60


def activate() -> int:
    """The county's plans, one of each file of some families; returns how many."""
    with databases.as_owner():
        Division.objects.bulk_create(
            Division(id=new_id(NOW), code=code, level=3 if code == COUNTY else 4, name=f"第{code % 10**6 // 1000}镇",
                     valid_from=date(2020, 1, 1), recorded_at=NOW)
            for code in (COUNTY, *TOWNSHIPS)
        )  # fmt: skip
    count = 0
    for path in sorted(path for family in FAMILIES for path in (LIBRARY / family).glob("*.yaml"))[:12]:
        loaded = load(path.read_bytes(), path.name, vocabulary())
        with scope.enter(SYSTEM):
            activate_plan(
                by=SYSTEM, now=NOW, loaded=loaded, region=COUNTY, starts_on=date(2026, 11, 15),
                ends_on=date(2027, 3, 15), reason="bench", contradictions_seen=True,
            )  # fmt: skip
        count += 1
    return count


def fill(facts: int, pick: Random) -> list[str]:
    """Facts of the season so far, as if they had been followed; returns the kinds of work there are."""
    works = list(WorkRecorded.model_fields["work"].annotation)  # type: ignore[arg-type]
    with databases.as_owner():
        rows = (
            StoredFact(
                id=(made := new_id(at := NOW - timedelta(seconds=pick.randrange(86400 * 7)))), epoch=0, xid=n,
                kind="tasks.work_recorded" if n % 2 else "rescue.patrol_completed", region=pick.choice(TOWNSHIPS),
                subject=made, acted_at=at, recorded_at=at,
                payload={"work": pick.choice(works), "done": 2, "base": 40} if n % 2 else {"night": n % 3 == 0},
            )
            for n in range(facts)
        )  # fmt: skip
        StoredFact.objects.bulk_create(rows, batch_size=2000)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE plans_storedfact")
    return works


def follow(batch: int) -> float:
    databases.settle()
    began = time.perf_counter()
    with databases.as_role("worker"), scope.enter(SYSTEM):
        while compliance.catch_up(batch=batch):
            pass
    return (time.perf_counter() - began) * 1000


def append(pick: Random, works: list[str], count: int) -> None:
    with scope.enter(SYSTEM):
        for _n in range(count):
            work = WorkRecorded(work=pick.choice(works), done=1, base=40, unit=SYSTEM.unit)
            journal.record(work, by=SYSTEM, now=NOW, region=pick.choice(TOWNSHIPS), subject=new_id(NOW))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=100_000)
    given = parser.parse_args()
    pick = Random(20261115)
    setting.start_server()
    with databases.clone("following") as name, databases.use_database(name, role=None):
        plans = activate()
        follow(500)
        began = time.perf_counter()
        with databases.as_role("worker"), scope.enter(SYSTEM):
            compliance.roll(NOW)
        rolled = time.perf_counter() - began
        with scope.enter(SYSTEM):
            instances = Instance.objects.count()
        print(
            f"{plans} plans, {len(TOWNSHIPS)} townships, {instances} instances; first look at the clock {rolled:.1f} s"
        )
        for facts in (0, given.facts):
            works = fill(facts, pick)
            took = []
            for _round in range(MORE):
                append(pick, works, 1)
                took.append(follow(1))
            append(pick, works, 500)
            batch = follow(500)
            print(f"{facts:>8} facts: one event {statistics.median(took):8.1f} ms median, {max(took):.1f} ms at most; "
                  f"500 in a batch {batch / 1000:.2f} s")  # fmt: skip


if __name__ == "__main__":
    main()
