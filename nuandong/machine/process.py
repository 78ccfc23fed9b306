"""Processes and locks of this computer (Linux: it reads /proc)."""

import contextlib
import ctypes
import errno
import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.errors import MachineError, foreign

_PROC = Path("/proc")
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Account:
    """The user of the operating system that a program runs as."""

    uid: int
    gid: int
    name: str

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()


def run_as(
    account: Account, argv: Sequence[str | Path], *, environ: Mapping[str, str] | None = None, new_session: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as `account`, from /, with a small environment; a failure is told by the exit code."""
    return subprocess.run(  # noqa: S603  the arguments are ours, no shell takes them apart
        [str(part) for part in argv],
        user=None if account.is_me else account.uid,
        group=None if account.is_me else account.gid,
        extra_groups=None if account.is_me else [],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        cwd="/",
        env=dict(environ or {"PATH": os.defpath, "LC_ALL": "C"}),
        start_new_session=new_session,
        check=False,
    )


def alive(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not yet collected by its parent does not."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def name_of(pid: int) -> str:
    """The short command name, empty when the process is gone."""
    try:
        return (_PROC / str(pid) / "comm").read_text(errors="replace").strip()
    except OSError:
        return ""


def folder_of(pid: int) -> str:
    """The working folder, empty when the process is gone or belongs to another user."""
    try:
        return str((_PROC / str(pid) / "cwd").readlink())
    except OSError:
        return ""


def command_line(pid: int) -> str:
    """Program and arguments in one line, empty when the process is gone."""
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def working_in(folder: Path, name: str) -> list[int]:
    """Ids of living processes called `name` whose working folder is `folder`."""
    wanted = str(folder)
    pids = (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit())
    return [pid for pid in pids if name_of(pid) == name and folder_of(pid) == wanted and alive(pid)]


def wait_gone(pids: Sequence[int], seconds: float) -> list[int]:
    """Wait until none of the processes is alive; returns those that still are when the time is up."""
    end = time.monotonic() + seconds
    left = [pid for pid in pids if alive(pid)]
    while left and time.monotonic() < end:
        time.sleep(0.05)
        left = [pid for pid in left if alive(pid)]
    return left


def send(pids: Sequence[int], sign: signal.Signals) -> None:
    """Send a signal to each process; one that has gone meanwhile is passed over."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)


@contextlib.contextmanager
def locked(path: Path, seconds: float, *, busy: MachineError | None = None) -> Iterator[None]:
    """Hold an exclusive lock on the file while the block runs; it falls with the process, however that ends.

    Raises MachineError, `busy` if given, when somebody else holds it longer than `seconds`, or owns the file.
    """
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except PermissionError:
        raise foreign(path) from None
    try:
        end = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise busy or MachineError(
                        "machine.locked",
                        _("另一个程序占用着 %(path)s，等了 %(seconds)d 秒。"),
                        _("请等它结束后再试；若它已停住，请先结束它。"),
                        path=str(path),
                        seconds=int(seconds),
                    ) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(fd)


def die_with_parent(sign: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent ends, however that ends (Linux).

    The wish does not pass to children, and survives exec.
    """
    if _LIBC.prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def port_is_free(host: str, port: int) -> None:
    """Raise MachineError when the address cannot be listened on."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _name, address in found[:1]:
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except OSError as trouble:
        if trouble.errno == errno.EADDRINUSE:
            raise MachineError(
                "serve.port_in_use",
                _("端口 %(port)d 已被另一个程序占用。"),
                _("请先结束它，或用 --port 换一个端口。"),
                port=port,
            ) from None
        raise MachineError(
            "serve.bad_address",
            _("不能在 %(host)s 的端口 %(port)d 上提供服务：%(words)s。"),
            _("请检查 --host 和 --port；1024 以下的端口需要管理员权限。"),
            host=host,
            port=port,
            words=trouble.strerror or str(trouble),
        ) from None
