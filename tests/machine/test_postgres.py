"""The life of the embedded server, each time with a real one."""

import multiprocessing
import os
import shutil
import signal
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from nuandong.machine.errors import MachineError
from nuandong.machine.postgres import Cluster
from nuandong.machine.process import alive, wait_gone, working_in
from nuandong.machine.roles import LOGIN_ROLES

Make = Callable[..., Cluster]


def query(cluster: Cluster, statement: str, role: str = "owner") -> object:
    with psycopg.connect(cluster.dsn(role).conninfo, autocommit=True) as connection:
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return row[0]


def execute(cluster: Cluster, statement: str) -> None:
    with psycopg.connect(cluster.dsn().conninfo, autocommit=True) as connection:
        connection.execute(statement.encode())


def test_first_start_is_quick_and_every_role_can_log_in(make_cluster: Make) -> None:
    cluster = make_cluster()
    begun = time.monotonic()
    cluster.ensure_running()
    assert time.monotonic() - begun < 10
    for role, name in LOGIN_ROLES.items():
        assert query(cluster, "SELECT current_user", role) == name
    assert query(cluster, "SHOW server_encoding") == "UTF8"
    assert query(cluster, "SHOW timezone") == "UTC"
    assert query(cluster, "SELECT '暖冬' ~ '^\\w+$'") is True


def test_owner_may_become_every_other_role(make_cluster: Make) -> None:
    cluster = make_cluster()
    dsn = cluster.ensure_running()
    for name in LOGIN_ROLES.values():
        with psycopg.connect(dsn.conninfo, options=f"-c role={name}") as connection:
            assert connection.execute("SELECT current_user").fetchone() == (name,)


def test_attributes_of_the_roles(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    with psycopg.connect(cluster.dsn().conninfo) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication "
            "FROM pg_roles WHERE rolname LIKE 'nuandong%' ORDER BY 1"
        ).fetchall()
    assert rows == [
        ("nuandong_auditor", False, False, False, False, False),
        ("nuandong_backup", False, False, False, True, True),
        ("nuandong_batch", False, False, False, True, False),
        ("nuandong_owner", False, True, True, False, False),
        ("nuandong_web", False, False, False, False, False),
        ("nuandong_worker", False, False, False, False, False),
    ]


def test_nobody_gets_in_without_a_password_and_the_superuser_not_at_all(make_cluster: Make) -> None:
    cluster = make_cluster()
    dsn = cluster.ensure_running()
    for user, password in (("nuandong_owner", "guess"), ("nuandong_owner", ""), ("postgres", "")):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(replace(dsn, user=user, password=password).conninfo)


def test_no_port_is_opened(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    assert query(cluster, "SHOW listen_addresses") == ""
    pid = cluster.status().pid
    inodes = {os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")}
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            assert f"socket:[{line.split()[9]}]" not in inodes


def test_folders_are_private_and_existing_ones_keep_their_permissions(make_cluster: Make, short_path: Path) -> None:
    data = short_path / "d"
    data.mkdir(mode=0o750)
    data.chmod(0o755)
    before = {path: stat.S_IMODE(path.stat().st_mode) for path in (data, *data.parents)}
    cluster = make_cluster()
    cluster.ensure_running()
    assert {path: stat.S_IMODE(path.stat().st_mode) for path in before} == before
    for folder in (cluster.folder.cluster, cluster.folder.socket, cluster.folder.log, cluster.folder.secrets):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.folder.passwords_file.stat().st_mode) == 0o600


def test_stop_and_start_twice_keep_the_data(make_cluster: Make) -> None:
    cluster = make_cluster()
    assert cluster.status().state == "absent"
    assert cluster.stop() is False
    cluster.ensure_running()
    execute(cluster, "CREATE TABLE kept AS SELECT 1 AS n")
    for _round in range(2):
        assert cluster.status().state == "running"
        assert cluster.stop() is True
        assert cluster.status().state == "stopped"
        assert cluster.stop() is False
        cluster.ensure_running()
        assert query(cluster, "SELECT n FROM kept") == 1


def test_a_running_server_is_adopted(make_cluster: Make) -> None:
    first = make_cluster()
    first.ensure_running()
    second = make_cluster()
    second.ensure_running()
    assert first.status().pid == second.status().pid


def test_two_data_folders_do_not_meet(make_cluster: Make) -> None:
    one, two = make_cluster("one"), make_cluster("two")
    one.ensure_running()
    two.ensure_running()
    execute(one, "CREATE TABLE only_here ()")
    assert query(two, "SELECT to_regclass('only_here')") is None
    one.stop()
    assert two.status().state == "running"


def _start(path: str, answers: "multiprocessing.Queue[int | None]") -> None:
    cluster = Cluster(Path(path), settings={"fsync": "off", "shared_buffers": "16MB"})
    cluster.ensure_running()
    answers.put(cluster.status().pid)


def test_four_programs_starting_at_once_start_one_server(make_cluster: Make) -> None:
    cluster = make_cluster()
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[int | None] = context.Queue()
    starters = [context.Process(target=_start, args=(str(cluster.folder.path), answers)) for _ in range(4)]
    for starter in starters:
        starter.start()
    pids = {answers.get(timeout=60) for _ in starters}
    for starter in starters:
        starter.join()
    assert pids == {cluster.status().pid}
    assert len(pids) == 1


def test_kill_of_everything_is_recovered_from(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    execute(cluster, "CREATE TABLE kept AS SELECT 1 AS n")
    for _round in range(3):
        execute(cluster, "UPDATE kept SET n = n + 1")
        everything = working_in(cluster.folder.cluster, "postgres")
        assert len(everything) > 3
        for pid in everything:
            # A helper of the server may have ended by itself between the two lines.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert wait_gone(everything, 10) == []
        assert cluster.status().state == "stopped"
        cluster.ensure_running()
    assert query(cluster, "SELECT n FROM kept") == 4


def test_kill_of_the_head_alone_is_recovered_from(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    pid = cluster.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_gone([pid], 10) == []
    cluster.ensure_running()
    assert cluster.status().pid != pid


def test_a_stale_note_that_names_somebody_else_is_cleared(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    socket = cluster.folder.socket / ".s.PGSQL.5432"
    notes = [cluster.folder.cluster / "postmaster.pid", socket.with_name(socket.name + ".lock")]
    words = [note.read_text() for note in notes]
    cluster.stop()
    for note, text in zip(notes, words, strict=True):
        note.write_text(text.replace(text.splitlines()[0], str(os.getpid()), 1))
    assert cluster.status().state == "stopped"
    cluster.ensure_running()
    assert alive(os.getpid())
    assert query(cluster, "SELECT 1") == 1


def test_a_socket_that_was_cleaned_away_comes_back(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    shutil.rmtree(cluster.folder.socket)
    cluster.ensure_running()
    assert query(cluster, "SELECT 1") == 1


def test_lost_passwords_are_made_anew(make_cluster: Make) -> None:
    cluster = make_cluster()
    old = cluster.ensure_running()
    execute(cluster, "CREATE TABLE kept AS SELECT 1 AS n")
    cluster.folder.passwords_file.unlink()
    new = cluster.ensure_running()
    assert old.password != new.password
    assert query(cluster, "SELECT n FROM kept") == 1


def test_half_made_cluster_is_made_again(make_cluster: Make) -> None:
    cluster = make_cluster()
    partial = cluster.folder.path / "postgres.partial"
    (partial / "base").mkdir(parents=True)
    cluster.ensure_running()
    assert not partial.exists()


def test_a_server_that_cannot_start_says_why(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    cluster.stop()
    (cluster.folder.cluster / "global" / "pg_control").unlink()
    with pytest.raises(MachineError) as refusal:
        cluster.ensure_running()
    assert refusal.value.code == "database.start_failed"
    assert str(cluster.folder.log) in str(refusal.value)


@pytest.mark.parametrize("name", ["暖冬 数据", "it's", 'a"b,c', "$HOME `x`", "l" * 120])
def test_odd_and_long_paths(make_cluster: Make, name: str) -> None:
    cluster = make_cluster(name)
    dsn = cluster.ensure_running()
    assert query(cluster, "SELECT 1") == 1
    with psycopg.connect(dsn.url) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("nuandong",)
    if len(name) > 90 or "," in name:
        assert not dsn.host.startswith(str(cluster.folder.path))
        cluster.stop()
        shutil.rmtree(dsn.host)
        cluster.ensure_running()
        assert query(cluster, "SELECT 1") == 1
        cluster.stop()
        shutil.rmtree(cluster.folder.socket)
