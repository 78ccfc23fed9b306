"""Backup and restore of the whole database, without the keys.

A backup is a folder: the base backup as compressed archives with the log that makes it consistent, the anchors of the
journal, and a manifest with the size and SHA-256 of every file. The manifest is written last: a folder without one is
not a backup. The master keys are kept apart, since whoever holds both can read everything.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.binaries import Binaries, find_binaries
from nuandong.machine.dsn import Dsn
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
from nuandong.machine.process import Account, locked

MANIFEST = "nuandong-backup.json"
FORMAT = 1
_ANCHORS = "anchor"
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BackupFile:
    """`name` is relative to the backup's folder; `size` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself. `made_at` is ISO 8601 with offset."""

    format: int
    made_at: str
    postgres: str
    files: tuple[BackupFile, ...]
    keys: str = "not included: export the key file and keep it elsewhere"


def back_up(*, dsn: Dsn, data_folder: Path, target: Path, now: datetime) -> Manifest:
    """Copy the running database into `target`, which must be empty or missing; readers and writers go on meanwhile.

    `dsn` is a login with the REPLICATION attribute. Raises MachineError; a failed backup leaves no manifest.
    """
    _empty_folder(target)
    programs = find_binaries()
    _base_backup(programs, dsn, target / "database")
    anchors = data_folder / _ANCHORS
    if anchors.is_dir():
        shutil.copytree(anchors, target / _ANCHORS)
    manifest = Manifest(
        format=FORMAT,
        made_at=now.isoformat(),
        postgres=_server_version(target / "database"),
        files=tuple(_listed(target)),
    )
    write_file(target / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1), mode=0o600)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """Raises MachineError when the folder holds no complete backup of a known format."""
    try:
        found = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        files = tuple(BackupFile(str(f["name"]), int(f["size"]), str(f["sha256"])) for f in found["files"])
        manifest = Manifest(int(found["format"]), str(found["made_at"]), str(found["postgres"]), files)
    except PermissionError:
        raise foreign(source / MANIFEST) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise MachineError(
            "backup.no_manifest",
            _("%(path)s 不是完整的备份：没有可读的清单文件。"),
            _("请选择另一个备份文件夹；中途失败的备份不能用于恢复。"),
            path=str(source),
        ) from None
    if manifest.format != FORMAT:
        raise MachineError(
            "backup.other_format",
            _("备份格式 %(format)d 不受这个版本支持。"),
            _("请用做备份时的软件版本恢复。"),
            format=manifest.format,
        )
    return manifest


def verify(source: Path) -> Manifest:
    """Check every file of a backup against its manifest; raises MachineError naming what is missing, new or changed."""
    manifest = read_manifest(source)
    wanted = {file.name: file for file in manifest.files}
    found = {file.name: file for file in _listed(source)}
    for names, words in (
        (sorted(wanted.keys() - found.keys()), _("备份缺少文件：%(names)s。")),
        (sorted(found.keys() - wanted.keys()), _("备份里多出文件：%(names)s。")),
        (sorted(n for n in wanted.keys() & found.keys() if wanted[n] != found[n]), _("备份文件已被改动：%(names)s。")),
    ):
        if names:
            raise MachineError(
                "backup.damaged", words, _("请改用另一份备份；不要用它恢复。"), names="、".join(names[:5])
            )
    return manifest


def restore(*, source: Path, data_folder: Path, far_root: Path = FAR_ROOT) -> Manifest:
    """Put a backup into an empty or missing data folder; the next start recovers it and gives the roles new passwords.

    Raises MachineError when the backup is damaged, the folder is in use, or no fitting PostgreSQL is installed.
    """
    manifest = verify(source)
    folder = DataFolder(data_folder.expanduser().resolve())
    find_binaries(int(manifest.postgres))
    make_folders(folder.path)
    with locked(folder.lock_file, 5):
        _refuse_used(folder)
        home = choose_home(folder, server_account(folder.cluster), far_root)
        account = server_account(home / "postgres")
        folder.remember(home=home, socket=choose_socket(folder, home, account))
        _refuse_used(folder)
        partial = home / "postgres.partial"
        shutil.rmtree(partial, ignore_errors=True)
        make_private(partial, account)
        _unpack(source / "database" / "base.tar.gz", partial)
        _unpack(source / "database" / "pg_wal.tar.gz", partial / "pg_wal")
        _hand_over(partial, account)
        if (source / _ANCHORS).is_dir():
            shutil.copytree(source / _ANCHORS, folder.path / _ANCHORS)
        partial.rename(folder.cluster)
    return manifest


def _base_backup(programs: Binaries, dsn: Dsn, target: Path) -> None:
    way = Dsn(dsn.host, dsn.port, "replication", dsn.user, "", dsn.options, dsn.extra)
    done = subprocess.run(  # noqa: S603  argv is ours
        [
            str(programs.program("pg_basebackup")),
            f"--dbname={way.conninfo}",
            f"--pgdata={target}",
            "--format=tar",
            "--compress=client-gzip:1",
            "--wal-method=stream",
            "--checkpoint=fast",
            "--manifest-checksums=SHA256",
            "--no-password",
        ],
        # In the environment the password shows in no list of processes.
        env={"PATH": os.defpath, "LC_ALL": "C", "PGPASSWORD": dsn.password},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise MachineError(
            "backup.failed",
            _("备份没有完成：%(words)s"),
            _("请检查磁盘空间，以及备份账号是否有复制权限，然后换一个空文件夹重试。"),
            words=done.stderr.strip()[-600:],
        )


def _server_version(folder: Path) -> str:
    """The major version written in the archive itself: the server may be newer than the programs at hand."""
    with tarfile.open(folder / "base.tar.gz") as archive:
        for member in archive:
            if member.name.removeprefix("./") == "PG_VERSION" and (content := archive.extractfile(member)):
                return content.read().decode("ascii").strip()
    raise MachineError(
        "backup.failed",
        _("备份没有完成：%(words)s"),
        _("请检查磁盘空间，以及备份账号是否有复制权限，然后换一个空文件夹重试。"),
        words="PG_VERSION",
    )


def _empty_folder(target: Path) -> None:
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        used = any(target.iterdir())
    except (PermissionError, FileExistsError, NotADirectoryError):
        raise foreign(target) from None
    if used:
        raise MachineError(
            "backup.folder_used",
            _("文件夹 %(path)s 不是空的。"),
            _("请为每次备份另选一个空文件夹。"),
            path=str(target),
        )


def _refuse_used(folder: DataFolder) -> None:
    if folder.cluster.exists() or folder.passwords_file.exists():
        raise MachineError(
            "restore.folder_used",
            _("数据文件夹 %(path)s 里已经有数据库。"),
            _("请恢复到一个空文件夹；现有的数据不会被覆盖。"),
            path=str(folder.path),
        )


def _listed(folder: Path) -> Iterator[BackupFile]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / MANIFEST:
            yield BackupFile(str(path.relative_to(folder)), path.stat().st_size, _sha256(path))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _unpack(archive: Path, target: Path) -> None:
    # Python before 3.11.4 knows no filter; what it refuses is refused here first.
    safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(archive) as packed:
        for member in packed:
            # Table spaces would be links out of the folder; we make none.
            path = PurePosixPath(member.name)
            if path.is_absolute() or ".." in path.parts or not (member.isfile() or member.isdir()):
                raise MachineError(
                    "backup.strange_member",
                    _("备份里的 %(name)s 不是普通文件或文件夹。"),
                    _("这份备份不能信任，请换一份。"),
                    name=member.name[:200],
                )
            packed.extract(member, target, **safely)


def _hand_over(folder: Path, account: Account) -> None:
    """Owner and permissions the server insists on."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        if not account.is_me:
            os.chown(path, account.uid, account.gid)
