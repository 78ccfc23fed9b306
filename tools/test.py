# ruff: noqa: T201, S603 - a program for the terminal; what it starts is pytest
"""The whole test suite in two halves at once, each with a data folder and a database server of its own.

The halves share nothing: readers of the journal wait until every older transaction of their server has ended, so on one
server each half would hold up the other. With DATABASE_URL there is one server only, and with one core nothing to gain;
then everything runs in one go. Words given on the command line go to pytest as they are.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What mostly waits for browsers, processes and servers; everything else, new folders too, is the other half.
WAITING = ("browser", "faults", "demo", "machine")
PATIENCE = 60
"""Seconds in which an interrupted half has to put its things away."""


class Half:
    """One pytest at work; its lines come out behind its name."""

    def __init__(self, name: str, words: list[str]) -> None:
        self.name = name
        environ = {**os.environ, "NUANDONG_TEST_HALF": name, "PYTHONUNBUFFERED": "1", "COLUMNS": "140"}
        command = [sys.executable, "-m", "pytest", *words]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0,  # Ctrl-C is passed on once, by us
        )
        self._last = ""
        self._reader = threading.Thread(target=self._pass_on, daemon=True)
        self._reader.start()

    def _pass_on(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._last = line.strip("=\n ") or self._last
                sys.stdout.write(f"{self.name:>7} | {line}")
                sys.stdout.flush()

    def end(self) -> int:
        """Wait for the end; how it came out, with its last words."""
        status = self.process.wait()
        self._reader.join(5)  # a server that outlives the run could hold the pipe open
        return status

    def __str__(self) -> str:
        return f"{self.name:>7}: {self._last}"


def halves() -> dict[str, list[str]]:
    """Both halves by name, as pytest is told of them."""
    waiting = [f"tests/{name}" for name in WAITING]
    return {"rest": ["tests", *(f"--ignore={folder}" for folder in waiting)], "waiting": waiting}


def in_one() -> bool:
    """Whether there is but one server, or nothing to gain."""
    return bool(os.environ.get("DATABASE_URL", "").strip()) or (os.cpu_count() or 1) < 2


def main() -> int:
    words = sys.argv[1:]
    if in_one():
        return subprocess.call([sys.executable, "-m", "pytest", *words], cwd=ROOT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    running: list[Half] = []
    try:
        for name, which in halves().items():
            running.append(Half(name, [*which, *words]))
        status = max(abs(half.end()) for half in running)
    except KeyboardInterrupt:
        return _interrupt(running)
    print("\n".join(map(str, running)))
    return status


def _interrupt(running: list[Half]) -> int:
    """Tell each half once, as Ctrl-C would; one that does not listen is ended."""
    for half in running:
        half.process.send_signal(signal.SIGINT)
    for half in running:
        try:
            half.process.wait(PATIENCE)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            half.process.kill()
        half.end()
    return 128 + signal.SIGINT


if __name__ == "__main__":
    raise SystemExit(main())
