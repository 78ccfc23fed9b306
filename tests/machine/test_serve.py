"""The whole product under its supervisor, started as people start it, and struck at its parts."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nuandong.machine import children
from nuandong.machine.postgres import Cluster
from nuandong.machine.process import wait_gone
from nuandong.machine.supervisor import read_state

PROGRAM = [sys.executable, "-c", "import sys; from nuandong.config.entry import main; sys.exit(main())"]
ROOT = Path(children.__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """One `nuandong serve` and what can be seen of it from outside."""

    def __init__(self, data: Path, port: int, *options: str) -> None:
        self.port = port
        self.scheme = "https" if "--tls" in options else "http"
        self.run_folder = data / "run"
        self.log = data.with_suffix(".log")
        environ = {key: value for key, value in os.environ.items() if not key.startswith(("NUANDONG_", "DATABASE_"))}
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                [*PROGRAM, "serve", "--port", str(port), "--workers", "1", *options],
                env={**environ, "PYTHONPATH": str(ROOT), "NUANDONG_DATA": str(data)},
                stdout=out,
                stderr=out,
            )

    def answers(self) -> bool:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            with urllib.request.urlopen(
                f"{self.scheme}://127.0.0.1:{self.port}/healthz/ready", timeout=5, context=context
            ) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def pids(self) -> dict[str, int]:
        return {name: pid for name, pid in read_state(self.run_folder).get("children", {}).items() if pid}

    def wait(self, true: Callable[[], object], seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.2)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(60)


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
