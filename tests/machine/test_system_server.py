"""PostgreSQL 15 of the system instead of the wheel's, and the script for an administrator's own server."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from nuandong.machine import binaries, postgres
from nuandong.machine.binaries import Binaries, find_binaries
from nuandong.machine.errors import MachineError
from nuandong.machine.postgres import Cluster
from nuandong.machine.roles import LOGIN_ROLES, roles_sql

Make = Callable[..., Cluster]
SYSTEM = Path("/usr/lib/postgresql/15/bin")
needs_system = pytest.mark.skipif(not (SYSTEM / "postgres").exists(), reason="needs the system's PostgreSQL 15")


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> Binaries:
    found = Binaries(SYSTEM, "15.0", bundled=False)
    monkeypatch.setattr(postgres, "find_binaries", lambda major=None: found)
    return found


@needs_system
def test_the_system_s_programs_do_as_well(old: Binaries, make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    assert cluster.status().version == "15"
    for role, name in LOGIN_ROLES.items():
        with psycopg.connect(cluster.dsn(role).conninfo) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (name,)


@needs_system
def test_the_administrator_s_script_runs_and_may_run_again(old: Binaries, make_cluster: Make) -> None:
    cluster = make_cluster()
    dsn = cluster.ensure_running()
    # A server whose administrator gets in: passwords are typed by hand, so those lines are left out.
    (cluster.folder.cluster / "pg_hba.conf").write_text("local all all trust\n")
    os.kill(cluster.status().pid or 0, signal.SIGHUP)
    administrator = f"host={dsn.host} user=postgres dbname=postgres"
    until_open(administrator)
    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute("DROP DATABASE nuandong WITH (FORCE)")
    script = "".join(line + "\n" for line in roles_sql().splitlines() if not line.startswith("\\password"))
    done = subprocess.run(
        [old.program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", administrator],
        input=script,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with psycopg.connect(dsn.conninfo, options="-c role=nuandong_auditor") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("nuandong_auditor",)


def until_open(way: str) -> None:
    end = time.monotonic() + 10
    while True:
        try:
            psycopg.connect(way).close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < end
            time.sleep(0.05)


def test_shims_and_other_programs_are_passed_over(short_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("postgres", "initdb", "pg_basebackup"):
        shim = short_path / name
        shim.write_text("#!/bin/sh\necho pyenv: command not found >&2\nexit 127\n")
        shim.chmod(0o755)
    monkeypatch.setattr(binaries, "_candidates", lambda: iter([(short_path, False)]))
    with pytest.raises(MachineError) as refusal:
        find_binaries()
    assert refusal.value.code == "database.no_binaries"


def test_a_data_folder_of_a_version_that_is_not_here_is_named(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    cluster.stop()
    (cluster.folder.cluster / "PG_VERSION").write_text("12\n")
    with pytest.raises(MachineError) as refusal:
        cluster.ensure_running()
    assert refusal.value.code == "database.other_version"
    assert "12" in str(refusal.value)
