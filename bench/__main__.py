"""`make bench`: pages and journal at county size, each beside a bare counterpart in the same run.

Absolute times belong to one machine on one day; the ratios are what can be compared. The demo county is loaded once
into `data/bench-<size>` and kept. `--size small` takes seconds and shows that the bench itself works.
"""

# ruff: noqa: E402  the environment must be set before Django reads it
import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
PARSER = argparse.ArgumentParser(description=__doc__)
PARSER.add_argument("--size", choices=("small", "county"), default="county")
PARSER.add_argument("--events", type=int, default=20_000, help="events appended for the journal's rate")
PARSER.add_argument("--repeats", type=int, default=40, help="requests per page")
CHOSEN = PARSER.parse_args()

DATA = ROOT / "data" / f"bench-{CHOSEN.size}"
os.environ.update(NUANDONG_DATA=str(DATA), NUANDONG_DEMO="1", NUANDONG_LOG_LEVEL="ERROR", NUANDONG_DB_ROLE="web")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.config.settings")
PROGRAM = [sys.executable, "-c", "import sys; from nuandong.config.entry import main; sys.exit(main())"]


def prepare() -> None:
    """Bring up the bench's own server and load its county, unless it is there."""
    for arguments in (("db", "migrate"), ("demo", "load", "--if-empty", "--size", CHOSEN.size)):
        began = time.monotonic()
        subprocess.run([*PROGRAM, *arguments], check=True, stdout=subprocess.DEVNULL, env=os.environ)
        print(f"{' '.join(arguments):<40} {time.monotonic() - began:8.1f} s")


prepare()

import django

django.setup()

from django.db import connection, reset_queries
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuandong.config import memory
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.rescue.events.clue import ClueReopened

COUNTY = 520121000000
PAGES = (
    ("operator", "home", "/"),
    ("operator", "board", "/board/"),
    ("operator", "board, fresh part", "/board/fresh/"),
    ("operator", "clue desk", "/clues/"),
    ("operator", "clue", "/clues/{clue}/"),
    ("operator", "person search: two characters", "/search/?q=王秀"),
    ("operator", "person search: pinyin", "/search/?q=wangxiuying"),
    ("operator", "person search: last four", "/search/?q=1234"),
    ("operator", "patrols", "/patrols/"),
    ("operator", "duty", "/duty/"),
    ("operator", "warnings", "/warnings/"),
    ("operator", "places", "/places/"),
    ("operator", "compliance", "/compliance/"),
    ("operator", "obligations", "/compliance/list/"),
    ("operator", "obligation", "/compliance/{obligation}/"),
    ("operator", "journal", "/journal/"),
    ("clerk", "people", "/people/"),
    ("clerk", "person", "/people/{person}/"),
    ("clerk", "household", "/people/households/{household}/"),
    ("station", "stays", "/stays/"),
    ("station", "stay", "/stays/{stay}/"),
    ("station", "beds", "/stays/beds/"),
    ("station", "kin notices", "/kin/"),
    ("crew1", "crew: my jobs", "/crew/"),
    ("crew1", "crew: patrol", "/crew/patrol/"),
    ("storekeeper", "stock", "/stock/"),
    ("station", "staff", "/staff/"),
    ("head", "home of the head", "/"),
    ("officer", "home of the officer", "/"),
    ("head", "reports", "/reports/"),
    ("head", "report", "/reports/{report}/"),
    ("head", "inspection packs", "/reports/packs/"),
    ("officer", "tasks", "/tasks/"),
    ("officer", "findings", "/supervision/"),
)
ROWS = {
    "clue": "SELECT id FROM rescue_clue ORDER BY id DESC LIMIT 1 OFFSET 10",
    "obligation": "SELECT id FROM plans_instance WHERE due_at < now() ORDER BY due_at DESC LIMIT 1",
    "person": "SELECT id FROM people_person ORDER BY region LIMIT 1",
    "household": "SELECT id FROM people_household ORDER BY region LIMIT 1",
    "report": "SELECT id FROM reports_report WHERE report = 'weekly' AND state = 'submitted' ORDER BY id DESC LIMIT 1",
    "stay": "SELECT id FROM rescue_stay ORDER BY id DESC LIMIT 1",
}
"""A row for each address that needs one."""
BARE = """<table>{% for row in rows %}<tr>
<td>{{ row.number }}</td><td>{{ row.place_text }}</td><td>{{ row.state }}</td><td>{{ row.received_at }}</td>
</tr>{% endfor %}</table>"""
COLUMNS = ("number", "place_text", "state", "received_at")


def facts() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{os.cpu_count()} cores, {memory:.0f} GiB"
    print(f"\nPython {platform.python_version()}, PostgreSQL {server}, {machine}, size {CHOSEN.size}")
    with scope.enter(SYSTEM), connection.cursor() as cursor:
        for table in ("people_person", "people_household", "rescue_clue", "plans_instance", "journal_event"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            print(f"  {table:<18} {cursor.fetchone()[0]:>9,}")


def timed(do: Callable[[], object], repeats: int) -> tuple[float, float]:
    """p50 and p95 in milliseconds, after one round that does not count."""
    do()
    took = []
    for _ in range(repeats):
        began = time.perf_counter()
        do()
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return statistics.median(took), took[int(len(took) * 0.95) - 1]


def signed_in(user: str) -> Client:
    client = Client(headers={"host": "localhost"})
    answer = client.post("/login/", {"username": user, "password": "nuandong-demo"})
    assert answer.status_code == 302, f"{user} of the demo could not sign in"
    return client


def row_ids() -> dict[str, str]:
    found = {}
    with scope.enter(SYSTEM), connection.cursor() as cursor:
        for name, query in ROWS.items():
            cursor.execute(query)
            found[name] = str(cursor.fetchone()[0])
    return found


def bare_list() -> HttpResponse:
    """What a plain list view of fifty rows of one table costs on the same machine: the yardstick of the pages."""
    with scope.enter(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT number, place_text, state, received_at FROM rescue_clue ORDER BY id DESC LIMIT 50")
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    return HttpResponse(engines["django"].from_string(BARE).render({"rows": rows}))


def pages() -> None:
    memory.settle()
    rows = row_ids()
    clients = {user: signed_in(user) for user in dict.fromkeys(user for user, _, _ in PAGES)}
    bare, bare_high = timed(bare_list, CHOSEN.repeats)
    print(f"\n{'page':<32}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'× bare list':>13}")
    print(f"{'bare list of 50 rows':<32}{bare:>9.1f}{bare_high:>9.1f}{1:>9}{1:>13.1f}")
    for user, name, pattern in PAGES:

        def ask(client: Client = clients[user], address: str = pattern.format(**rows)) -> None:
            answer = client.get(address)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"

        middle, high = timed(ask, CHOSEN.repeats)
        reset_queries()
        with CaptureQueriesContext(connection) as captured:
            ask()
        print(f"{name:<32}{middle:>9.1f}{high:>9.1f}{len(captured):>9}{middle / bare:>13.1f}")


def journal_rates() -> None:
    now = SystemClock().now()
    count = CHOSEN.events

    def append() -> None:
        with scope.enter(SYSTEM):
            for _ in range(count // 500):
                journal.record_many(
                    journal.Draft(payload=ClueReopened(), by=SYSTEM, now=now, region=COUNTY, subject=new_id(now))
                    for _ in range(500)
                )

    def bare() -> None:
        with scope.enter(SYSTEM), connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE bare "
                "(id uuid PRIMARY KEY, kind text, region bigint, at timestamptz, body jsonb)"
            )
            for _ in range(count // 500):
                cursor.executemany(
                    "INSERT INTO bare VALUES (%s, %s, %s, %s, %s)",
                    [(uuid4(), "rescue.clue_reopened", COUNTY, now, "{}") for _ in range(500)],
                )

    rates = {}
    for name, do in (("plain inserts", bare), ("journal append", append)):
        began = time.perf_counter()
        do()
        rates[name] = count / (time.perf_counter() - began)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE nuandong_web")
    print(f"\n{'journal':<32}{'per second':>12}{'× plain':>10}")
    for name, rate in rates.items():
        print(f"{name:<32}{rate:>12,.0f}{rate / rates['plain inserts']:>10.2f}")


def chain_rates() -> None:
    """Sealing and proving happen in the worker's role, hence in a process of their own."""
    sys.stdout.flush()
    environ = {**os.environ, "NUANDONG_DB_ROLE": "worker"}
    subprocess.run([sys.executable, "-m", "bench.chain"], check=True, env=environ, cwd=ROOT)


facts()
pages()
journal_rates()
chain_rates()
