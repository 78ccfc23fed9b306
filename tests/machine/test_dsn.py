"""Which way leads to the database, for every role and every form of the address."""

from pathlib import Path

import pytest

from nuandong.machine.dsn import Dsn, database_for, parse_dsn
from nuandong.machine.errors import MachineError

SHARED = "postgresql://boss:p%40ss@db.example:6000/relief?sslmode=require"


def test_the_owner_uses_the_shared_address_as_it_is() -> None:
    dsn = database_for("owner", {"DATABASE_URL": SHARED})
    assert dsn == Dsn("db.example", 6000, "relief", "boss", "p@ss", "", {"sslmode": "require"})
    assert parse_dsn(dsn.url) == dsn
    assert parse_dsn(dsn.conninfo) == dsn


def test_another_role_is_taken_on_at_login() -> None:
    dsn = database_for("web", {"DATABASE_URL": SHARED + "&options=-c%20statement_timeout%3D9s"})
    assert dsn.options == "-c statement_timeout=9s -c role=nuandong_web"
    assert parse_dsn(dsn.url) == dsn


def test_a_role_with_its_own_address_uses_it() -> None:
    environ = {"DATABASE_URL": SHARED, "DATABASE_URL_WEB": "host=/run/pg dbname=relief user=web password=w"}
    assert database_for("web", environ) == Dsn("/run/pg", 5432, "relief", "web", "w")


def test_the_embedded_way_changes_nothing_on_disk(short_path: Path) -> None:
    dsn = database_for("worker", {"NUANDONG_DATA": str(short_path / "none")})
    assert (dsn.host, dsn.user, dsn.dbname) == (str(short_path / "none" / "socket"), "nuandong_worker", "nuandong")
    assert not (short_path / "none").exists()


@pytest.mark.parametrize(
    "dsn",
    [
        Dsn("/a b/暖冬", 5432, "库", "用户", "p:@/?#%"),
        Dsn("::1", 5433, "d", "u", ""),
        Dsn("h", 1, "d", "u", "p", "-c a=b", {"sslmode": "disable"}),
    ],
)
def test_an_address_reads_back_as_written(dsn: Dsn) -> None:
    assert parse_dsn(dsn.url) == dsn


def test_a_password_shows_neither_in_print_nor_in_the_public_address() -> None:
    dsn = parse_dsn(SHARED)
    assert "p@ss" not in repr(dsn)
    assert "p%40ss" not in dsn.public_url


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://x", "database.bad_url"),
        ("postgresql://u:secret@h:port/d", "database.bad_url"),
        ("postgresql://h/d", "database.incomplete_url"),
        ("postgresql://u:secret@h", "database.incomplete_url"),
    ],
)
def test_a_bad_address_is_refused_without_repeating_it(url: str, code: str) -> None:
    with pytest.raises(MachineError) as refusal:
        database_for("owner", {"DATABASE_URL": url})
    assert refusal.value.code == code
    assert "secret" not in str(refusal.value)
    assert "DATABASE_URL" in str(refusal.value)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(MachineError):
        database_for("boss", {})
