"""Schema, scopes and journal on the operating system's PostgreSQL (15 or newer) instead of the wheel's."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from nuandong.machine import postgres
from nuandong.machine.binaries import Binaries
from nuandong.machine.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
WHAT = (
    "tests/architecture/test_access.py",
    "tests/architecture/test_pooling.py",
    "tests/journal",
    "tests/org",
    "tests/people",
    "tests/web/test_scope_table.py",
)
"""All that has to do with the server; the other rules of the architecture are about files."""
needs_system = pytest.mark.skipif(
    not FOUND and "NUANDONG_NO_SKIPS" not in os.environ, reason="needs a PostgreSQL of the operating system"
)


@needs_system
def test_migrations_scopes_and_journal_hold_there_too(
    monkeypatch: pytest.MonkeyPatch, make_cluster: Callable[..., Cluster]
) -> None:
    oldest = FOUND[0].parent
    found = Binaries(oldest, f"{oldest.parent.name}.0", bundled=False)
    monkeypatch.setattr(postgres, "find_binaries", lambda major=None: found)
    dsn = make_cluster().ensure_running()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *WHAT],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": dsn.conninfo},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    with psycopg.connect(dsn.conninfo) as link:
        assert link.info.server_version // 10_000 == int(oldest.parent.name)
        templates = link.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'nuandong_template_%'").fetchone()
    assert templates == (1,), "the tests ran elsewhere"
