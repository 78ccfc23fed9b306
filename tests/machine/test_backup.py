"""The drill: back up a working database, lose it, restore it elsewhere, compare row by row."""

import json
import shutil
import stat
import tarfile
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest

from nuandong.machine import backup
from nuandong.machine.backup import MANIFEST, back_up, restore, verify
from nuandong.machine.errors import MachineError
from nuandong.machine.postgres import Cluster

Make = Callable[..., Cluster]
NOW = datetime(2026, 12, 1, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def rows(cluster: Cluster, table: str = "ledger") -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.dsn().conninfo) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY id".encode()).fetchall()


@pytest.fixture
def filled(make_cluster: Make) -> Cluster:
    cluster = make_cluster("origin")
    cluster.ensure_running()
    with psycopg.connect(cluster.dsn().conninfo, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE ledger AS SELECT n AS id, '第' || n || '户' AS name, n * 100 AS fen,"
            " sha256(n::text::bytea) AS sealed, now() AS at FROM generate_series(1, 5000) n"
        )
        connection.execute("ALTER TABLE ledger ADD PRIMARY KEY (id), ENABLE ROW LEVEL SECURITY")
        connection.execute("GRANT SELECT, INSERT ON ledger TO nuandong_web")
        connection.execute("CREATE POLICY few ON ledger USING (id < 10)")
    anchors = cluster.folder.path / "anchor"
    anchors.mkdir()
    (anchors / "journal-heads.log").write_text("head 1\n")
    return cluster


def test_drill(filled: Cluster, make_cluster: Make, short_path: Path) -> None:
    before = rows(filled)
    stop = threading.Event()

    def keep_writing() -> None:
        with psycopg.connect(filled.dsn().conninfo, autocommit=True) as connection:
            connection.execute("CREATE TABLE later (id int PRIMARY KEY)")
            number = 0
            while not stop.is_set():
                number += 1
                connection.execute("INSERT INTO later VALUES (%s)", [number])

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        manifest = back_up(dsn=filled.dsn("backup"), data_folder=filled.folder.path, target=short_path / "b", now=NOW)
    finally:
        stop.set()
        writer.join()
    assert manifest.made_at == NOW.isoformat()
    assert stat.S_IMODE((short_path / "b").stat().st_mode) == 0o700
    written = len(rows(filled, "later"))
    filled.stop()

    restored = make_cluster("elsewhere")
    restore(source=short_path / "b", data_folder=restored.folder.path)
    restored.ensure_running()
    assert rows(restored) == before
    later = [number for (number,) in rows(restored, "later")]
    assert later == list(range(1, len(later) + 1))
    assert len(later) <= written
    assert (restored.folder.path / "anchor" / "journal-heads.log").read_text() == "head 1\n"
    with psycopg.connect(restored.dsn("web").conninfo) as connection:
        assert connection.execute("SELECT count(*) FROM ledger").fetchone() == (9,)
    assert restored.dsn("web").password != filled.dsn("web").password
    restored.stop()
    restored.ensure_running()
    assert rows(restored) == before


def test_no_key_and_no_password_lies_in_a_backup(filled: Cluster, short_path: Path) -> None:
    (filled.folder.secrets / "keys.json").write_text("top secret")
    manifest = back_up(dsn=filled.dsn("backup"), data_folder=filled.folder.path, target=short_path / "b", now=NOW)
    names = {file.name for file in manifest.files}
    assert names == {"anchor/journal-heads.log"} | {
        f"database/{name}" for name in ("backup_manifest", "base.tar.gz", "pg_wal.tar.gz")
    }


def _other_format(backup: Path) -> None:
    words = json.loads((backup / MANIFEST).read_text())
    (backup / MANIFEST).write_text(json.dumps(words | {"format": 9}))


HARMS: list[tuple[Callable[[Path], object], str]] = [
    (lambda b: (b / MANIFEST).unlink(), "backup.no_manifest"),
    (lambda b: (b / MANIFEST).write_text("{"), "backup.no_manifest"),
    (_other_format, "backup.other_format"),
    (lambda b: (b / "database" / "pg_wal.tar.gz").unlink(), "backup.damaged"),
    (lambda b: (b / "database" / "more").touch(), "backup.damaged"),
    (lambda b: (b / "anchor" / "journal-heads.log").write_text("head 2\n"), "backup.damaged"),
]


def test_a_damaged_backup_is_refused_before_anything_is_written(filled: Cluster, short_path: Path) -> None:
    back_up(dsn=filled.dsn("backup"), data_folder=filled.folder.path, target=short_path / "b", now=NOW)
    verify(short_path / "b")
    for number, (harm, code) in enumerate(HARMS):
        damaged = short_path / f"b{number}"
        shutil.copytree(short_path / "b", damaged)
        harm(damaged)
        with pytest.raises(MachineError) as refusal:
            restore(source=damaged, data_folder=short_path / "new")
        assert refusal.value.code == code
        assert not (short_path / "new").exists()


def test_nothing_is_overwritten(filled: Cluster, short_path: Path) -> None:
    back_up(dsn=filled.dsn("backup"), data_folder=filled.folder.path, target=short_path / "b", now=NOW)
    with pytest.raises(MachineError) as refusal:
        back_up(dsn=filled.dsn("backup"), data_folder=filled.folder.path, target=short_path / "b", now=NOW)
    assert refusal.value.code == "backup.folder_used"
    with pytest.raises(MachineError) as refusal:
        restore(source=short_path / "b", data_folder=filled.folder.path)
    assert refusal.value.code == "restore.folder_used"
    assert len(rows(filled)) == 5000


def test_a_failed_backup_says_why_and_leaves_no_manifest(filled: Cluster, short_path: Path) -> None:
    with pytest.raises(MachineError) as refusal:
        back_up(dsn=filled.dsn("web"), data_folder=filled.folder.path, target=short_path / "b", now=NOW)
    assert refusal.value.code == "backup.failed"
    assert not (short_path / "b" / MANIFEST).exists()
    assert filled.dsn("web").password not in str(refusal.value)


@pytest.mark.parametrize("kind", ["link", "upward", "absolute"])
def test_an_archive_that_reaches_out_of_its_folder_is_refused(tmp_path: Path, kind: str) -> None:
    archive = tmp_path / "base.tar.gz"
    member = tarfile.TarInfo({"link": "pg_tblspc/1", "upward": "../out", "absolute": "/tmp/nuandong-out"}[kind])
    if kind == "link":
        member.type, member.linkname = tarfile.SYMTYPE, "/etc"
    with tarfile.open(archive, "w:gz") as packed:
        packed.addfile(member)
    with pytest.raises(MachineError) as refused:
        backup._unpack(archive, tmp_path / "here")
    assert refused.value.code == "backup.strange_member"
    assert not (tmp_path / "out").exists()
