"""The supervisor with real children and, where it matters, a real database."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from nuandong.machine import children
from nuandong.machine.errors import MachineError
from nuandong.machine.postgres import Cluster
from nuandong.machine.process import alive, port_is_free, wait_gone
from nuandong.machine.supervisor import read_state

PACKAGE = Path(children.__file__).parents[2]

# The supervisor runs in a program of its own, as it does in life: it takes signals and may be killed.
PROGRAM = """
import json, sys
from pathlib import Path
from nuandong.machine.children import Child
from nuandong.machine.errors import MachineError
from nuandong.machine.postgres import Cluster
from nuandong.machine.supervisor import Supervisor
data, wanted, with_database = Path(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3] == "yes"
try:
    Supervisor(
        [Child(name, ("/bin/sh", "-c", script), {}, silence, stop) for name, script, silence, stop in wanted],
        run_folder=data / "run",
        database=Cluster(data, settings={"fsync": "off", "shared_buffers": "16MB"}) if with_database else None,
        say=lambda line: print(line, flush=True),
        prepare=lambda: print("prepared", flush=True),
        facts={"port": 8000},
    ).run()
except MachineError as refusal:
    sys.exit(refusal.code)
"""
FOREVER = "while :; do sleep 0.1; done"


class Running:
    """A supervisor at work in a data folder."""

    def __init__(self, data: Path, wanted: list[tuple[str, str, float, float]], database: bool = False) -> None:
        self.run_folder = data / "run"
        self.run_folder.mkdir(parents=True, exist_ok=True)
        self.said = data.with_suffix(".out")
        with self.said.open("a") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(data), json.dumps(wanted), "yes" if database else "no"],
                stdout=out,
                stderr=out,
                env={**os.environ, "PYTHONPATH": str(PACKAGE)},
            )

    def state(self) -> dict[str, Any]:
        return read_state(self.run_folder)

    def pid_of(self, name: str) -> int:
        until(lambda: self.state().get("children", {}).get(name))
        return int(self.state()["children"][name])

    def words(self) -> str:
        return self.said.read_text()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(60)


def until(true: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def supervise(short_path: Path) -> Iterator[Callable[..., Running]]:
    made: list[Running] = []

    def start(*wanted: tuple[str, str, float, float], database: bool = False) -> Running:
        made.append(Running(short_path / "d", list(wanted), database))
        return made[-1]

    yield start
    for running in made:
        if running.process.poll() is None:
            running.stop()


def test_children_run_with_their_words_marked_and_stop_when_asked(supervise: Callable[..., Running]) -> None:
    polite = f"trap 'echo bye; exit 0' TERM; echo hello; {FOREVER}"
    running = supervise(("web", polite, 60, 10), ("worker", FOREVER, 60, 10))
    until(lambda: "web      | hello" in running.words())
    pids = [running.pid_of("web"), running.pid_of("worker")]
    assert running.state()["port"] == 8000
    assert running.state()["pid"] == running.process.pid
    assert running.stop() == 0
    assert "web      | bye" in running.words()
    assert wait_gone(pids, 5) == []
    assert running.state() == {}
    assert running.words().startswith("prepared")


def test_a_dead_child_comes_back_later_after_each_fall(supervise: Callable[..., Running]) -> None:
    running = supervise(("web", FOREVER, 60, 10), ("frail", "exit 7", 60, 10))
    first = running.pid_of("web")
    os.kill(first, signal.SIGKILL)
    until(lambda: running.state().get("children", {}).get("web") not in {None, first})
    until(lambda: running.state()["restarts"]["frail"] >= 3)
    words = running.words()
    assert "frail    | 已退出（7），0.5 秒后重新启动" in words
    assert "frail    | 已退出（7），1.0 秒后重新启动" in words
    assert running.state()["restarts"]["web"] == 1


def test_a_silent_child_is_taken_for_stuck_and_one_that_never_spoke_is_not(supervise: Callable[..., Running]) -> None:
    running = supervise(
        ("once", f'touch "$NUANDONG_HEARTBEAT"; {FOREVER}', 1, 10),
        ("beats", 'while :; do touch "$NUANDONG_HEARTBEAT"; sleep 0.1; done', 1, 10),
        ("mute", FOREVER, 1, 10),
    )
    until(lambda: running.state().get("restarts", {}).get("once", 0) >= 1)
    assert running.state()["restarts"]["beats"] == 0
    assert running.state()["restarts"]["mute"] == 0


def test_a_child_that_will_not_stop_is_ended_with_all_it_started(supervise: Callable[..., Running]) -> None:
    running = supervise(("deaf", f"trap '' TERM; sleep 1000 & echo grandchild $!; {FOREVER}", 60, 1))
    until(lambda: "grandchild" in running.words())
    grandchild = int(running.words().rsplit("grandchild ", 1)[1].split()[0])
    child = running.pid_of("deaf")
    assert running.stop() == 0
    assert wait_gone([child, grandchild], 5) == []


def test_a_second_signal_cuts_the_waiting_short(supervise: Callable[..., Running]) -> None:
    running = supervise(("deaf", f"trap '' TERM; echo here; {FOREVER}", 60, 1000))
    until(lambda: "here" in running.words())
    running.process.terminate()
    time.sleep(0.5)
    assert running.process.poll() is None
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(20) == 0


def test_killing_the_supervisor_takes_the_children_along(supervise: Callable[..., Running]) -> None:
    running = supervise(("web", FOREVER, 60, 10))
    child = running.pid_of("web")
    running.process.kill()
    running.process.wait()
    assert wait_gone([child], 5) == []
    again = supervise(("web", FOREVER, 60, 10))
    until(lambda: again.state().get("pid") == again.process.pid)


def test_a_second_supervisor_of_one_data_folder_is_refused(supervise: Callable[..., Running]) -> None:
    first = supervise(("web", FOREVER, 60, 10))
    first.pid_of("web")
    second = supervise(("web", FOREVER, 60, 10))
    assert second.process.wait(30) == 1
    assert "serve.already_running" in second.words()
    assert first.process.poll() is None


def test_the_database_starts_first_comes_back_and_stops_last(
    supervise: Callable[..., Running], short_path: Path
) -> None:
    database = Cluster(short_path / "d")
    running = supervise(("web", FOREVER, 60, 10), database=True)
    running.pid_of("web")
    head = database.status().pid
    assert head is not None
    os.kill(head, signal.SIGKILL)
    until(lambda: database.status().pid not in {None, head} and database.status().state == "running")
    with psycopg.connect(database.dsn().conninfo) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert running.stop() == 0
    assert database.status().state == "stopped"


def test_a_database_that_ran_before_stays_and_an_orphaned_one_is_adopted(
    supervise: Callable[..., Running], short_path: Path
) -> None:
    database = Cluster(short_path / "d")
    running = supervise(("web", FOREVER, 60, 10), database=True)
    child = running.pid_of("web")
    head = database.status().pid
    running.process.kill()
    running.process.wait()
    assert wait_gone([child], 5) == []
    assert database.status().pid == head
    again = supervise(("web", FOREVER, 60, 10), database=True)
    until(lambda: again.state().get("pid") == again.process.pid)
    assert database.status().pid == head
    assert again.stop() == 0
    assert database.status().pid == head
    assert alive(head or 0)
    database.stop()


def test_a_taken_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(MachineError) as refusal:
            port_is_free("127.0.0.1", port)
    assert refusal.value.code == "serve.port_in_use"
    assert str(port) in str(refusal.value)
    port_is_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(MachineError) as refusal:
        port_is_free("192.0.2.1", 8000)
    assert refusal.value.code == "serve.bad_address"
