"""kill -9 in the middle of a burst of clues: whatever was acknowledged is there once, and the journal proves it.

Ten rounds; `make soak` makes two hundred of it. A clue whose answer got lost is sent again under its own key, as the
crews' phones do.
"""

import itertools
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from uuid import uuid4

import psycopg
import pytest
import requests

from nuandong.machine.postgres import Cluster
from tests.served import PROGRAM, ROOT, Served, environment, free_port

SOAK = bool(os.environ.get("NUANDONG_SOAK"))
ROUNDS = 200 if SOAK else 10
# Hours of rounds meet a busy machine sooner or later: a slow one has failed nothing, one that stands still has.
PATIENCE = 1800 if SOAK else 300
ANSWER_SECONDS = 60
SENDERS = 3
EACH = 4
PASSWORD = "nuandong-demo"
VICTIMS = ("web", "worker", "scheduler", "database", "database", "everything")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / "library" / "demo" / "fetched" / "divisions.csv").exists(), reason="run make setup"),
]


class World:
    """A served demo, struck again and again, and what its clients were promised."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.cluster = Cluster(data)
        self.acknowledged: dict[str, str] = {}
        self.sent: set[str] = set()
        self.served: Served | None = None
        self.cookies = requests.cookies.RequestsCookieJar()

    def start(self) -> None:
        self.served = Served(self.data, self.port, NUANDONG_DEMO="1", NUANDONG_LOG_LEVEL="ERROR")
        self.served.wait(self.served.answers, PATIENCE)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def sign_in(self) -> None:
        with requests.Session() as session:
            page = session.get(self.address("/login/"), timeout=ANSWER_SECONDS).text
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
            assert token is not None
            answer = session.post(
                self.address("/login/"),
                {"username": "operator", "password": PASSWORD, "csrfmiddlewaretoken": token[1]},
                allow_redirects=False,
                timeout=ANSWER_SECONDS,
            )
            assert answer.status_code == 302, answer.text[:300]
            self.cookies = session.cookies

    def send(self, session: requests.Session, key: str) -> bool:
        """One try to save a clue; True when it was acknowledged."""
        self.sent.add(key)
        fields = {
            "command_key": key,
            "words": f"桥下有人 {key}",
            "place_text": key,
            "channel": "hotline",
            "csrfmiddlewaretoken": session.cookies["csrftoken"],
        }
        try:
            answer = session.post(self.address("/clues/"), fields, allow_redirects=False, timeout=ANSWER_SECONDS)
        except requests.RequestException:
            return False
        if answer.status_code not in {302, 303} or "/login/" in answer.headers["Location"]:
            assert answer.status_code >= 500 or answer.status_code in {302, 303}, answer.text[:500]
            return False
        self.acknowledged[key] = answer.headers["Location"]
        return True

    def burst(self, keys: list[str]) -> None:
        with requests.Session() as session:
            session.cookies.update(self.cookies)
            for key in keys:
                end = time.monotonic() + PATIENCE
                while not self.send(session, key):
                    assert time.monotonic() < end, f"{key} was never acknowledged"
                    time.sleep(0.2)

    def strike(self, victim: str) -> None:
        assert self.served is not None
        if victim == "everything":
            doomed = [self.served.process.pid, *self.served.pids().values(), self.cluster.status().pid]
        elif victim == "database":
            doomed = [self.cluster.status().pid]
        else:
            doomed = [self.served.pids().get(victim)]
        for pid in filter(None, doomed):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if victim == "everything":
            self.served.process.wait()
            self.start()


def nuandong(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = environment(data, NUANDONG_DEMO="1")
    return subprocess.run([*PROGRAM, *arguments], env=environ, capture_output=True, text=True, check=False)


@pytest.fixture
def world() -> Iterator[World]:
    data = Path(tempfile.mkdtemp(prefix="ndk"))
    data.chmod(0o755)
    made = World(data / "d")
    try:
        for command in (("db", "migrate"), ("demo", "load")):
            done = nuandong(made.data, *command)
            assert done.returncode == 0, done.stderr
        made.start()
        yield made
    finally:
        if made.served is not None and made.served.process.poll() is None:
            made.served.stop()
        made.cluster.stop()
        shutil.rmtree(data, ignore_errors=True)


def test_what_was_acknowledged_is_there_once(world: World) -> None:
    draw = Random(20261122)
    world.sign_in()
    for victim in itertools.islice(itertools.cycle(VICTIMS), ROUNDS):
        with ThreadPoolExecutor(SENDERS) as senders:
            bursts = [senders.submit(world.burst, [str(uuid4()) for _ in range(EACH)]) for _ in range(SENDERS)]
            time.sleep(draw.uniform(0.05, 0.6))
            world.strike(victim)
        for burst in bursts:
            burst.result()  # a sender that failed ends the test in its round
    assert len(world.acknowledged) == ROUNDS * SENDERS * EACH
    assert world.served is not None
    world.served.wait(world.served.answers, PATIENCE)
    with psycopg.connect(world.cluster.dsn("batch").conninfo) as link:
        found = link.execute(
            "SELECT place_text, id::text FROM rescue_clue WHERE place_text = ANY(%s)", [list(world.sent)]
        )
        rows = found.fetchall()
        assert sorted(place for place, _ in rows) == sorted(world.acknowledged)
        events = link.execute(
            "SELECT count(*), count(DISTINCT subject) FROM journal_event WHERE kind = 'rescue.clue_received' "
            "AND subject = ANY(%s)",
            [[clue for _, clue in rows]],
        ).fetchone()
        assert events == (len(rows), len(rows))
    for place, clue in rows:
        assert clue in world.acknowledged[place]
    proof = nuandong(world.data, "journal", "verify")
    assert proof.returncode == 0, proof.stdout + proof.stderr
