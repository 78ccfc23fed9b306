"""The whole product under its supervisor, started as people start it."""

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from nuandong.machine.supervisor import read_state

PROGRAM = [sys.executable, "-c", "import sys; from nuandong.config.entry import main; sys.exit(main())"]
ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a program that works on a data folder, whatever this process was started with."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("NUANDONG_", "DATABASE_"))}
    return {**clean, "PYTHONPATH": str(ROOT), "NUANDONG_DATA": str(data), **settings}


class Served:
    """One `nuandong serve` and what can be seen of it from outside."""

    def __init__(self, data: Path, port: int, *options: str, **settings: str) -> None:
        self.port = port
        self.scheme = "https" if "--tls" in options else "http"
        self.run_folder = data / "run"
        self.log = data.with_suffix(".log")
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                [*PROGRAM, "serve", "--port", str(port), "--workers", "1", *options],
                env=environment(data, **settings),
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

    def wait(self, true: Callable[[], object], seconds: float = 240) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.2)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(120)
