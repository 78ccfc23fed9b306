"""The whole product under its supervisor, started as people start it, and struck at its parts."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nuandong.machine.postgres import Cluster
from nuandong.machine.process import wait_gone
from nuandong.machine.supervisor import read_state
from tests.served import Served, free_port


@pytest.fixture
def serve(short_path: Path) -> Iterator[Callable[..., Served]]:
    made: list[Served] = []

    def start(*options: str) -> Served:
        made.append(Served(short_path / "d", free_port(), *options))
        return made[-1]

    yield start
    for served in made:
        if served.process.poll() is None:
            served.stop()
    Cluster(short_path / "d").stop()


@pytest.mark.slow
def test_served_struck_and_served_again(serve: Callable[..., Served], short_path: Path) -> None:
    database = Cluster(short_path / "d")
    served = serve()
    served.wait(served.answers)
    served.wait(lambda: set(served.pids()) == {"web", "worker", "scheduler"})

    for name in ("web", "worker", "scheduler"):
        before = served.pids()[name]
        os.kill(before, signal.SIGKILL)
        served.wait(lambda name=name, before=before: served.pids().get(name) not in {None, before})  # type: ignore[misc]
    served.wait(served.answers)

    head = database.status().pid
    assert head is not None
    os.kill(head, signal.SIGKILL)
    served.wait(lambda: database.status().state == "running" and database.status().pid != head)
    served.wait(served.answers)

    everybody = list(served.pids().values())
    served.process.kill()
    served.process.wait()
    assert wait_gone(everybody, 30) == []
    assert database.status().state == "running"

    again = serve()
    again.wait(again.answers)
    again.wait(lambda: set(again.pids()) == {"web", "worker", "scheduler"})
    for name in ("worker", "scheduler"):
        again.wait((again.run_folder / f"heartbeat-{name}").exists)
    everybody = list(again.pids().values())
    assert again.stop() == 0
    assert wait_gone(everybody, 5) == []
    assert read_state(again.run_folder) == {}


@pytest.mark.slow
def test_served_with_tls_and_refused_where_the_port_is_taken(serve: Callable[..., Served], short_path: Path) -> None:
    served = serve("--tls")
    served.wait(served.answers)
    assert json.loads((served.run_folder / "serve.json").read_text())["tls"] is True
    other = Served(short_path / "other", served.port)
    assert other.process.wait(60) == 1
    assert f"端口 {served.port} 已被另一个程序占用" in other.log.read_text()
    assert "Traceback" not in other.log.read_text()
