"""The secret that signs sessions: from the environment, else made once and kept in the data folder."""

import os
import secrets
from collections.abc import MutableMapping
from pathlib import Path

from nuandong.machine.errors import foreign
from nuandong.machine.folders import make_folders

VARIABLE = "NUANDONG_SECRET_KEY"


def secret_file(data_folder: Path) -> Path:
    return data_folder / "secrets" / "session-key"


def ensure_secret_key(environ: MutableMapping[str, str], data_folder: Path) -> None:
    """Put the secret into the environment, where the settings read it. Several processes at once agree on one."""
    if environ.get(VARIABLE, "").strip():
        return
    path = secret_file(data_folder)
    try:
        make_folders(data_folder)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            _make(path)
        environ[VARIABLE] = path.read_text(encoding="ascii").strip()
    except PermissionError:
        raise foreign(path) from None


def _make(path: Path) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    fd = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(fd, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        # A link never replaces: who comes second keeps the first one's secret.
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()
