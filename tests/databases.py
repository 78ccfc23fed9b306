"""Databases for tests: a throw-away embedded cluster, one migrated template, and clones of it.

A template is kept between runs under the hash of everything that shapes a schema, so only a changed schema migrates.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from nuandong.machine.dsn import Dsn, database_for
from tests.cast import NOW

ROOT = Path(__file__).resolve().parent.parent


def owner_dsn(database: str) -> Dsn:
    dsn = database_for("owner", os.environ)
    return Dsn(dsn.host, dsn.port, database, dsn.user, dsn.password, dsn.options, dsn.extra)


@contextmanager
def administration() -> Iterator[psycopg.Connection]:
    with psycopg.connect(owner_dsn("postgres").conninfo, autocommit=True) as link:
        yield link


def template() -> str:
    """The name of an up-to-date migrated database nobody is connected to."""
    name = f"nuandong_template_{_schema_hash()}"
    folder = Path(os.environ["NUANDONG_DATA"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with administration() as link:
            found = link.execute("SELECT datname FROM pg_database WHERE datname LIKE 'nuandong_template_%'").fetchall()
            if (name,) in found:
                return name
            for (stale,) in found:
                drop(stale)
        making = f"making_{uuid4().hex[:8]}"
        create(making, "template0")
        try:
            with use_database(making, role=None):
                _migrate()
            with administration() as link:
                link.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
                )
        except BaseException:
            drop(making)
            raise
    return name


def _migrate() -> None:
    from nuandong.config.database import migrate  # noqa: PLC0415  needs Django set up

    migrate(NOW)


def _schema_hash() -> str:
    digest = hashlib.sha256()
    package = ROOT / "nuandong"
    files = [*package.glob("*/migrations/*.py"), *package.glob("*/models/*.py"), package / "machine" / "access.py"]
    files += [*(ROOT / "library" / "roles").glob("*.yaml"), *(ROOT / "library" / "supplies").glob("*.yaml")]
    files += [
        package / "config" / "tables.py",
        package / "config" / "database.py",
        package / "journal" / "partitions.py",
    ]
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def create(name: str, source: str) -> None:
    with administration() as link:
        options = sql.SQL("ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'") if source == "template0" else sql.SQL("")
        link.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(sql.Identifier(name), sql.Identifier(source), options)
        )


def drop(name: str) -> None:
    """Drop a database; an autovacuum worker that happens to be in it cannot be sent away, only waited for."""
    for patience in range(10):
        try:
            with administration() as link:
                link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            time.sleep(0.2 * (patience + 1))
        else:
            return


@contextmanager
def clone(purpose: str, source: str = "") -> Iterator[str]:
    """A copy of a database nobody is connected to, dropped afterwards; of the schema with nothing in it by default."""
    name = f"nuandong_{purpose}_{uuid4().hex[:10]}"
    create(name, source or template())
    try:
        yield name
    finally:
        drop(name)


@contextmanager
def use_database(name: str, *, role: str | None) -> Iterator[None]:
    """Point Django's connection at a database, as the owner acting in a role (None: as the owner itself)."""
    before = {
        key: settings.DATABASES["default"][key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    }
    dsn = owner_dsn(name)
    options = dict(before["OPTIONS"], options="-c jit=off" + (f" -c role=nuandong_{role}" if role else ""))
    target = {
        "NAME": name,
        "USER": dsn.user,
        "PASSWORD": dsn.password,
        "HOST": dsn.host,
        "PORT": str(dsn.port),
        "OPTIONS": options,
    }
    connection.close()
    connection.settings_dict.update(target)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def as_owner() -> AbstractContextManager[None]:
    """Lay the role down inside a test: for looking at the catalogue and for what only the owner may do."""
    return as_role("owner")


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Act as another database role for a while."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET ROLE nuandong_{role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(before)).as_string())


def settle(seconds: float = 20.0) -> None:
    """Wait until everything committed so far is settled: transactions of other test runs on the server hold readers back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        goal = cursor.fetchone()[0]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= %s::text::xid8", [goal])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise TimeoutError("a transaction elsewhere on the server has been open all the time")
