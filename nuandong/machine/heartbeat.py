"""Signs of life: a child touches a file, its supervisor looks at the file's age."""

import time
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "NUANDONG_HEARTBEAT"
EVERY_SECONDS = 5.0


def beat(environ: Mapping[str, str]) -> None:
    """Say that this process is alive; without a supervisor nothing is to be said."""
    if name := environ.get(VARIABLE):
        Path(name).touch()


def heartbeat_file(run_folder: Path, child: str) -> Path:
    return run_folder / f"heartbeat-{child}"


def silence(run_folder: Path, child: str) -> float | None:
    """Seconds since the last sign of life; None when the child has never given one."""
    try:
        last = heartbeat_file(run_folder, child).stat().st_mtime
    except FileNotFoundError:
        return None
    return max(0.0, time.time() - last)


def forget(run_folder: Path, child: str) -> None:
    """Before a start: an old sign must not speak for the new process."""
    heartbeat_file(run_folder, child).unlink(missing_ok=True)
