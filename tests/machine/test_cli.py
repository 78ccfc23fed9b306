"""Commands in programs of their own, as an operator types them."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg

from nuandong.kernel.keyring import Keyring
from nuandong.machine import children
from nuandong.machine.postgres import Cluster

ROOT = Path(children.__file__).parents[2]
PROGRAM = [sys.executable, "-c", "import sys; from nuandong.config.entry import main; sys.exit(main())"]


def nuandong(data: Path, *arguments: str | Path) -> tuple[int, str]:
    """Exit code and everything said."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("NUANDONG_", "DATABASE_"))}
    done = subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        env={**environ, "PYTHONPATH": str(ROOT), "NUANDONG_DATA": str(data)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stdout
    return done.returncode, done.stdout


def test_start_look_stop(short_path: Path) -> None:
    data = short_path / "d"
    try:
        code, said = nuandong(data, "db", "start")
        assert (code, "运行中" in said) == (0, True)
        code, said = nuandong(data, "db", "status")
        assert (code, str(data / "socket") in said) == (0, True)
        code, said = nuandong(data, "db", "url", "--role", "auditor")
        with psycopg.connect(said.strip()) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("nuandong_auditor",)
    finally:
        code, said = nuandong(data, "db", "stop")
    assert (code, said.strip()) == (0, "已停止")


def test_shell_hands_over_to_psql_without_showing_the_password(make_cluster: Callable[..., Cluster]) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    # psql reads standard input to its end; there is none, so it ends at once.
    assert nuandong(cluster.folder.path, "db", "shell", "--role", "web") == (0, "")


def test_a_database_without_tables_says_what_to_do(make_cluster: Callable[..., Cluster]) -> None:
    cluster = make_cluster()
    code, said = nuandong(cluster.folder.path, "relief", "audit")
    assert (code, "nuandong db migrate" in said) == (1, True)


def test_backup_lost_machine_restore(make_cluster: Callable[..., Cluster], short_path: Path) -> None:
    origin = make_cluster("origin")
    origin.ensure_running()
    keys = origin.folder.secrets / "keys.json"
    sealed = Keyring.create(keys).seal("王小明".encode(), b"row")
    with psycopg.connect(origin.dsn().conninfo, autocommit=True) as connection:
        connection.execute("CREATE TABLE sealed AS SELECT %s::bytea AS name", [sealed])

    assert nuandong(origin.folder.path, "backup", short_path / "b")[0] == 0
    assert nuandong(origin.folder.path, "backup", short_path / "b")[0] == 1
    assert nuandong(origin.folder.path, "keys", "export", short_path / "k")[0] == 0
    assert stat.S_IMODE((short_path / "k").stat().st_mode) == 0o600
    code, said = nuandong(origin.folder.path, "keys", "export", short_path / "k")
    assert (code, "没有覆盖" in said) == (1, True)
    origin.stop()

    restored = make_cluster("new")
    assert nuandong(short_path / "unused", "restore", short_path / "b", "--to", restored.folder.path)[0] == 0
    assert nuandong(restored.folder.path, "keys", "import", short_path / "k")[0] == 0
    restored.ensure_running()
    with psycopg.connect(restored.dsn().conninfo) as connection:
        row = connection.execute("SELECT name FROM sealed").fetchone()
    assert row is not None
    ring = Keyring.load(restored.folder.secrets / "keys.json")
    assert ring.open(bytes(row[0]), b"row").decode() == "王小明"


def test_a_file_that_holds_no_keys_is_not_put_in_their_place(short_path: Path) -> None:
    (short_path / "k").write_text("{}")
    (short_path / "k").chmod(0o600)
    code, _said = nuandong(short_path / "d", "keys", "import", short_path / "k")
    assert code == 1
    assert not (short_path / "d" / "secrets" / "keys.json").exists()


def test_what_is_missing_is_told_by_the_program_itself(short_path: Path) -> None:
    code, said = nuandong(short_path / "d", "check-config")
    assert (code, "必须：设置 NUANDONG_HOSTS" in said) == (1, True), said


def test_every_broken_file_is_told_at_once(short_path: Path) -> None:
    files = ("work/kinds.yaml", "publicity/channels.yaml", "supplies/items.yaml", "reports/a.yaml", "reports/b.yaml")
    for name in files:
        path = short_path / "d" / "library" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("nothing: 1\nelse: 2\n")
    code, said = nuandong(short_path / "d", "check-config")
    assert code == 1
    assert [name for name in files if f"资料文件 {name} 有误" not in said] == []
    assert "设置 NUANDONG_HOSTS" in said
    assert "nothing: Extra inputs are not permitted；else: Extra inputs are not permitted" in said
