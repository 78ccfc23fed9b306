"""The supervisor of `serve`: the database first, then the children; whatever falls is started again.

One thread: children are started, listened to and collected in one loop. Its own death takes the children along (the
kernel tells them); the database stays and is adopted by the next start.
"""

import json
import os
import selectors
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

from nuandong.kernel.errors import DomainError
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine import heartbeat
from nuandong.machine.children import Child, RunningChild
from nuandong.machine.errors import MachineError
from nuandong.machine.folders import write_file
from nuandong.machine.postgres import ClusterStatus
from nuandong.machine.process import command_line, locked, send, wait_gone

_TICK_SECONDS = 0.2
_DATABASE_EVERY_SECONDS = 1.0
_OLD_CHILDREN_SECONDS = 20.0


class Database(Protocol):
    """What the supervisor asks of the database it keeps running; `Cluster` answers it."""

    def ensure_running(self) -> object: ...
    def status(self) -> ClusterStatus: ...
    def stop(self) -> bool: ...


class Supervisor:
    """Keeps children running until SIGTERM or SIGINT.

    `database` is None when a real server is used. `prepare` runs once, after the database is up. `say` gets the lines
    for the log; `facts` are written into serve.json for others to read (host, port).
    """

    def __init__(
        self,
        children: Sequence[Child],
        *,
        run_folder: Path,
        database: Database | None,
        say: Callable[[str], None],
        prepare: Callable[[], None] = lambda: None,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        self._children = [RunningChild(child, run_folder) for child in children]
        self._run_folder = run_folder
        self._database = database
        self._say = say
        self._prepare = prepare
        self._facts = dict(facts or {})
        self._signals = 0
        self._stop_database = False
        self._next_look = 0.0
        self._selector = selectors.DefaultSelector()
        self._width = max((len(child.name) for child in children), default=0)

    def run(self) -> None:
        """Returns after a graceful stop. Raises MachineError when another supervisor has this data folder."""
        before = {sign: signal.signal(sign, self._on_signal) for sign in (signal.SIGTERM, signal.SIGINT)}
        try:
            with locked(self._run_folder / "serve.lock", 1, busy=_already_running(self._run_folder)):
                self._clear_old_children()
                try:
                    self._begin()
                    while not self._signals:
                        self._turn()
                finally:
                    self._end()
        finally:
            self._selector.close()
            for sign, handler in before.items():
                signal.signal(sign, handler)

    def _on_signal(self, _signal: int, _frame: FrameType | None) -> None:
        self._signals += 1

    def _begin(self) -> None:
        if self._database is not None:
            self._stop_database = self._database.status().state != "running"
            self._database.ensure_running()
            self._tell("database", _("运行中"))
        if not self._signals:
            self._prepare()

    def _turn(self) -> None:
        self._look_after_database()
        for running in self._children:
            if running.pid is None and time.monotonic() >= running.next_start:
                self._launch(running)
        for key, _mask in self._selector.select(_TICK_SECONDS):
            self._relay(key.data)
        for running in self._children:
            if running.stuck():
                self._tell(running.child.name, _("长时间没有动静，重新启动"))
                self._drop(running)
                running.restarts += 1
                running.kill()
            self._collect(running)

    def _launch(self, running: RunningChild) -> None:
        running.start()
        if running.output is not None:
            self._selector.register(running.output, selectors.EVENT_READ, running)
        self._write_state()

    def _relay(self, running: RunningChild) -> None:
        for line in running.read_lines():
            self._tell(running.child.name, line)
        if running.ended():
            self._drop(running)

    def _drop(self, running: RunningChild) -> None:
        if running.output is not None and running.output in self._selector.get_map():
            self._selector.unregister(running.output)

    def _collect(self, running: RunningChild) -> None:
        if running.pid is None or not running.ended():
            return
        self._relay(running)
        code = running.fallen()
        wait = max(0.0, running.next_start - time.monotonic())
        self._tell(running.child.name, _("已退出（%(code)s），%(wait).1f 秒后重新启动") % {"code": code, "wait": wait})
        self._write_state()

    def _look_after_database(self) -> None:
        if self._database is None or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _DATABASE_EVERY_SECONDS
        if self._database.status().state == "running":
            return
        self._tell("database", _("已停下，重新启动"))
        try:
            self._database.ensure_running()
        except DomainError as trouble:
            self._tell("database", str(trouble))
            self._next_look = time.monotonic() + 10 * _DATABASE_EVERY_SECONDS

    def _end(self) -> None:
        """Ask everybody to stop, wait, then kill; a second signal cuts the waiting short."""
        asked = self._signals
        for running in self._children:
            running.ask_to_stop()
        begun = time.monotonic()
        while any(not running.ended() for running in self._children) and self._signals <= asked:
            for key, _mask in self._selector.select(_TICK_SECONDS):
                self._relay(key.data)
            for running in self._children:
                if time.monotonic() - begun > running.child.stop_seconds and not running.ended():
                    self._tell(running.child.name, _("没有按时停下，强制结束"))
                    self._drop(running)
                    running.kill()
        for running in self._children:
            self._relay(running)
            self._drop(running)
            running.kill()
            heartbeat.forget(self._run_folder, running.child.name)
        if self._database is not None and self._stop_database:
            self._database.stop()
        (self._run_folder / "serve.json").unlink(missing_ok=True)

    def _clear_old_children(self) -> None:
        """Children of a supervisor that was killed are already ending; give them time, then end them."""
        old = {int(pid): str(line) for pid, line in read_state(self._run_folder).get("lines", {}).items()}
        left = wait_gone([pid for pid, line in old.items() if command_line(pid) == line], _OLD_CHILDREN_SECONDS)
        send(left, signal.SIGKILL)
        wait_gone(left, 5)

    def _write_state(self) -> None:
        pids = {running.child.name: running.pid for running in self._children}
        state = {
            **self._facts,
            "pid": os.getpid(),
            "children": pids,
            "restarts": {running.child.name: running.restarts for running in self._children},
            # With the command line a later start can tell an old child from a stranger with the same id.
            "lines": {str(pid): command_line(pid) for pid in pids.values() if pid is not None},
        }
        write_file(self._run_folder / "serve.json", json.dumps(state, ensure_ascii=False), mode=0o600)

    def _tell(self, name: str, words: str) -> None:
        self._say(f"{name:<{max(self._width, 8)}} | {words}")


def read_state(run_folder: Path) -> dict[str, Any]:
    """serve.json: facts, pid, children (name to pid), restarts (name to count); empty when nothing is served."""
    try:
        found = json.loads((run_folder / "serve.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _already_running(run_folder: Path) -> MachineError:
    return MachineError(
        "serve.already_running",
        _("这个数据文件夹已经有一个 serve 在运行（进程 %(pid)s）。"),
        _("请先结束它，或用 NUANDONG_DATA 指定另一个数据文件夹。"),
        pid=read_state(run_folder).get("pid", "?"),
    )
