"""One child of the supervisor: started, watched, listened to, stopped."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nuandong.machine import heartbeat
from nuandong.machine.process import die_with_parent

_LONGEST_LINE = 65_536
_CALM_SECONDS = 60.0
"""A child that has run this long has recovered: its next fall counts as the first."""


@dataclass(frozen=True)
class Child:
    """What to run. `environ` is added to the supervisor's own; `silence_seconds` is how long a child that gives signs
    of life may stay silent before it is taken for stuck.
    """

    name: str
    argv: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)
    silence_seconds: float = 120.0
    stop_seconds: float = 20.0


class RunningChild:
    """The process of a child, in a process group of its own so that nothing it started outlives it."""

    def __init__(self, child: Child, run_folder: Path) -> None:
        self.child = child
        self.restarts = 0
        self.next_start = 0.0
        self._run_folder = run_folder
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._falls = 0
        self._unfinished = b""

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def output(self) -> int | None:
        """The pipe to listen to."""
        return self._process.stdout.fileno() if self._process and self._process.stdout else None

    def start(self) -> None:
        heartbeat.forget(self._run_folder, self.child.name)
        place = heartbeat.heartbeat_file(self._run_folder, self.child.name)
        parent = os.getpid()

        def tie_to_parent() -> None:
            die_with_parent()
            if os.getppid() != parent:
                os._exit(1)

        # The supervisor has one thread, so code between fork and exec is safe.
        self._process = subprocess.Popen(  # noqa: S603  argv is ours
            self.child.argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **self.child.environ, heartbeat.VARIABLE: str(place), "PYTHONUNBUFFERED": "1"},
            process_group=0,
            preexec_fn=tie_to_parent,
        )
        if self._process.stdout:
            os.set_blocking(self._process.stdout.fileno(), False)
        self._started = time.monotonic()

    def read_lines(self) -> list[str]:
        """What it has said since last time, in whole lines."""
        if self.output is None:
            return []
        with contextlib.suppress(BlockingIOError):
            while part := os.read(self.output, _LONGEST_LINE):
                self._unfinished += part
        *lines, self._unfinished = self._unfinished.split(b"\n")
        if len(self._unfinished) > _LONGEST_LINE:
            lines, self._unfinished = [*lines, self._unfinished], b""
        return [line.decode(errors="replace") for line in lines]

    def fallen(self) -> int | None:
        """The exit code if it has ended by itself; then it may start again at `next_start`, later after each fall."""
        if self._process is None or (code := self._process.poll()) is None:
            return None
        self._falls = 1 if time.monotonic() - self._started > _CALM_SECONDS else self._falls + 1
        self.restarts += 1
        self.next_start = time.monotonic() + min(30.0, 0.25 * 2**self._falls)
        self._finish()
        return code

    def stuck(self) -> bool:
        """Whether a child that used to give signs of life has gone silent."""
        quiet = heartbeat.silence(self._run_folder, self.child.name)
        return self._process is not None and quiet is not None and quiet > self.child.silence_seconds

    def ask_to_stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)

    def ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def kill(self) -> None:
        """End it and everything it started, at once."""
        if self._process is not None:
            self._kill_group()
            self._process.wait()
            self._finish()

    def _finish(self) -> None:
        self._kill_group()
        if self._process and self._process.stdout:
            self._process.stdout.close()
        self._process = None
        self._unfinished = b""

    def _kill_group(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
