"""What a running server leaves in the file system: postmaster.pid, its socket, and the socket's lock."""

import contextlib
import socket
from dataclasses import dataclass
from pathlib import Path

from nuandong.machine.dsn import PORT
from nuandong.machine.errors import foreign


@dataclass(frozen=True, slots=True)
class ServerNote:
    """What the server says about itself in postmaster.pid; true only while its process lives."""

    pid: int
    socket: str
    ready: bool


def note_file(cluster: Path) -> Path:
    return cluster / "postmaster.pid"


def read_note(cluster: Path) -> ServerNote | None:
    """None when there is none, or only the beginning of one. Raises MachineError when it is another user's."""
    try:
        lines = note_file(cluster).read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return None
    except PermissionError:
        raise foreign(cluster) from None
    if not lines or not lines[0].strip().isdigit():
        return None
    return ServerNote(
        pid=int(lines[0]),
        socket=lines[4].strip() if len(lines) > 4 else "",
        ready=len(lines) > 7 and lines[7].strip() == "ready",
    )


def socket_files(folder: Path) -> tuple[Path, Path]:
    """The socket and its lock."""
    name = f".s.PGSQL.{PORT}"
    return folder / name, folder / f"{name}.lock"


def answers(folder: Path) -> bool:
    """Whether anybody listens on the socket in this folder."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe:
        try:
            probe.connect(str(socket_files(folder)[0]))
        except OSError:
            return False
    return True
