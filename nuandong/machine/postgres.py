"""The embedded PostgreSQL: made, started, adopted, healed and stopped by the program itself.

One cluster per data folder, reached only through a socket in a private folder; no port is opened. The server outlives
the program that started it: whoever comes next adopts it. After a `kill -9` of everything the next start clears what
was left behind and lets the server recover from its log.
"""

import contextlib
import json
import secrets
import shutil
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg

from nuandong.kernel.text import gettext_noop as _
from nuandong.machine import server_files
from nuandong.machine.binaries import find_binaries, reachable_for
from nuandong.machine.dsn import PORT, Dsn, embedded_dsn
from nuandong.machine.errors import MachineError, foreign
from nuandong.machine.folders import (
    FAR_ROOT,
    DataFolder,
    choose_home,
    choose_socket,
    make_folders,
    make_private,
    server_account,
    write_file,
)
from nuandong.machine.notes import ServerNote, answers, note_file, read_note, socket_files
from nuandong.machine.process import Account, alive, folder_of, locked, name_of, run_as, send, wait_gone, working_in
from nuandong.machine.roles import DATABASE, LOGIN_ROLES, database_statement, role_statements

State = Literal["absent", "stopped", "starting", "running"]
START_SECONDS = 180
"""Recovery after a power cut replays at most a few minutes of log."""
STOP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    state: State
    pid: int | None
    version: str
    data_folder: Path
    socket: Path


class Cluster:
    """The embedded server of one data folder.

    `settings` override single server settings; `far_root` is where root keeps the server's files when the server's
    user cannot enter the data folder.
    """

    def __init__(self, data_dir: Path, *, settings: Mapping[str, str] | None = None, far_root: Path = FAR_ROOT) -> None:
        self.folder = DataFolder(data_dir.expanduser().resolve())
        self._settings = dict(settings or {})
        self._far_root = far_root

    def dsn(self, role: str = "owner") -> Dsn:
        """The way in for a role (short name, "web"); the password is empty before the first start."""
        return embedded_dsn(self.folder.path, role)

    def status(self) -> ClusterStatus:
        """What is there now; changes nothing."""
        major = ""
        try:
            major = (self.folder.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return ClusterStatus("absent", None, major, self.folder.path, self.folder.socket)
        except PermissionError:
            raise foreign(self.folder.cluster) from None
        found = self._running()
        state: State = "stopped" if found is None else "running" if found.ready else "starting"
        return ClusterStatus(state, found.pid if found else None, major, self.folder.path, self.folder.socket)

    def ensure_running(self) -> Dsn:
        """Make the cluster if there is none, start it if it is down, and return the owner's way in.

        Safe to call from many processes at once: one starts, the others wait. Raises MachineError.
        """
        if self._usable():
            return self.dsn()
        make_folders(self.folder.path)
        with self._lock():
            if not self._usable():
                self._bring_up()
        return self.dsn()

    def stop(self) -> bool:
        """Stop the server cleanly: sessions are cut off, everything is written. Returns whether it had been running."""
        if not self.folder.path.is_dir():
            return False
        with self._lock():
            return self._stop()

    def _lock(self) -> contextlib.AbstractContextManager[None]:
        return locked(self.folder.lock_file, START_SECONDS + STOP_SECONDS)

    def _usable(self) -> bool:
        """Running, answering where programs will look for it, and with its roles made."""
        if not self.folder.passwords():
            return False
        found = self._running()
        return bool(found and found.ready and found.socket == str(self.folder.socket) and answers(self.folder.socket))

    def _running(self) -> ServerNote | None:
        found = read_note(self.folder.cluster)
        if found is None or not alive(found.pid) or name_of(found.pid) != "postgres":
            return None
        return found if folder_of(found.pid) == str(self.folder.cluster) else None

    def _bring_up(self) -> None:
        if self._running():
            # It runs, but where nobody can reach it (its socket was cleaned away), or its set-up was cut short.
            self._stop()
        home = choose_home(self.folder, server_account(self.folder.cluster), self._far_root)
        account = server_account(home / "postgres")
        socket_folder = choose_socket(self.folder, home, account)
        self.folder.remember(home=home, socket=socket_folder)
        make_private(self.folder.log, account)
        make_private(socket_folder, account)
        if not (self.folder.cluster / "PG_VERSION").exists():
            self._make(account)
        self._clear_remains()
        fresh = not self.folder.passwords()
        self._configure(account, setting_up=fresh)
        self._start(account)
        if fresh:
            self._open_to_roles(account, self._set_up())

    def _make(self, account: Account) -> None:
        """initdb beside its final place, so that a cluster is there whole or not at all."""
        programs = reachable_for(find_binaries(), account, self.folder.home)
        partial = self.folder.home / "postgres.partial"
        shutil.rmtree(partial, ignore_errors=True)
        make_private(partial, account)
        # The bare default encoding would be SQL_ASCII, which knows no Chinese letters.
        options = ["--encoding=UTF8", "--lc-collate=C", "--lc-ctype=C.UTF-8", "--data-checksums", "--no-instructions"]
        done = run_as(
            account,
            [
                programs.program("initdb"),
                "-D",
                partial,
                "-U",
                "postgres",
                "--auth=peer",
                "--auth-host=reject",
                *options,
            ],
        )
        if done.returncode != 0:
            shutil.rmtree(partial, ignore_errors=True)
            raise MachineError(
                "database.initdb_failed",
                _("建立数据库失败：%(words)s"),
                _("请检查磁盘空间和文件夹权限后重试。"),
                words=done.stderr.strip()[-600:],
            )
        conf = partial / "postgresql.conf"
        write_file(conf, conf.read_text() + "\ninclude 'nuandong.conf'\n", mode=0o600, account=account)
        partial.rename(self.folder.cluster)
        self.folder.passwords_file.unlink(missing_ok=True)

    def _configure(self, account: Account, *, setting_up: bool) -> None:
        access = server_files.set_up_access_text() if setting_up else server_files.access_text()
        settings = server_files.settings_text(socket=self.folder.socket, log=self.folder.log, changes=self._settings)
        texts = {
            "nuandong.conf": settings,
            "pg_hba.conf": access,
            "pg_ident.conf": server_files.set_up_ident_text() if setting_up else "",
        }
        for name, text in texts.items():
            write_file(self.folder.cluster / name, text, mode=0o600, account=account)

    def _clear_remains(self) -> None:
        """After a kill: wait for server processes without their head to end, then remove what would block a start.

        A process id in postmaster.pid may by now belong to somebody else; only processes at work in the cluster's own
        folder count, and only those are ended.
        """
        left = wait_gone(working_in(self.folder.cluster, "postgres"), 5)
        for sign in (signal.SIGQUIT, signal.SIGKILL):
            if left:
                send(left, sign)
                left = wait_gone(left, 5)
        if answers(self.folder.socket):
            raise MachineError(
                "database.elsewhere",
                _("另一个环境（例如容器）里的数据库正在使用数据文件夹 %(path)s。"),
                _("请先停掉它，再启动这里的数据库。"),
                path=str(self.folder.path),
            )
        for remains in (note_file(self.folder.cluster), *socket_files(self.folder.socket)):
            remains.unlink(missing_ok=True)

    def _start(self, account: Account) -> None:
        programs = reachable_for(
            find_binaries(int((self.folder.cluster / "PG_VERSION").read_text())), account, self.folder.home
        )
        log = self.folder.log / "start.log"
        log.unlink(missing_ok=True)
        # The shell ends at once, so the server belongs to init and nobody has to collect it.
        begin = '"$0" -D "$1" </dev/null >>"$2" 2>&1 & echo $!'
        done = run_as(
            account,
            ["/bin/sh", "-c", begin, programs.program("postgres"), self.folder.cluster, log],
            new_session=True,
        )
        pid = int(done.stdout) if done.stdout.strip().isdigit() else 0
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and alive(pid):
            found = self._running()
            if found and found.ready and answers(self.folder.socket):
                return
            time.sleep(0.02)
        raise MachineError(
            "database.start_failed",
            _("数据库没有启动：%(words)s"),
            _("请看日志文件夹 %(log)s，排除原因后重试。"),
            words=(_tail(log) or done.stderr).strip()[-600:],
            log=str(self.folder.log),
        )

    def _set_up(self) -> dict[str, str]:
        """Make roles with new passwords, and the database, as the superuser; returns the passwords."""
        passwords = {role: secrets.token_urlsafe(24) for role in LOGIN_ROLES}
        way = Dsn(str(self.folder.socket), PORT, "postgres", "postgres", "")
        with psycopg.connect(way.conninfo, autocommit=True) as connection:
            for statement in role_statements(passwords):
                connection.execute(statement.encode())
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(database_statement().encode())
        return passwords

    def _open_to_roles(self, account: Account, passwords: Mapping[str, str]) -> None:
        """Shut the superuser's door, open the roles', write the passwords down: their file says that all is done."""
        self._configure(account, setting_up=False)
        found = self._running()
        if found:
            send([found.pid], signal.SIGHUP)
        way = Dsn(str(self.folder.socket), PORT, DATABASE, LOGIN_ROLES["owner"], passwords["owner"])
        end = time.monotonic() + 10
        while True:
            try:
                psycopg.connect(way.conninfo).close()
                break
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)
        if not self.folder.secrets.is_dir():
            self.folder.secrets.mkdir(mode=0o700)
        write_file(self.folder.passwords_file, json.dumps(passwords), mode=0o600)

    def _stop(self) -> bool:
        found = self._running()
        if found is None:
            return False
        for sign in (signal.SIGINT, signal.SIGQUIT):
            send([found.pid], sign)
            if not wait_gone([found.pid], STOP_SECONDS):
                return True
        raise MachineError(
            "database.stop_failed",
            _("数据库进程 %(pid)d 在 %(seconds)d 秒内没有停下。"),
            _("请查看日志，必要时重启机器；数据会在下次启动时恢复。"),
            pid=found.pid,
            seconds=STOP_SECONDS,
        )


def _tail(path: Path) -> str:
    try:
        return path.read_text(errors="replace")[-2000:]
    except OSError:
        return ""
