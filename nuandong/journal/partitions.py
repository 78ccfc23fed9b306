"""The journal's partitions: one a month by id, that is by recording time. Only the owner role may run this."""

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from psycopg import sql

from nuandong.kernel.ids import floor_id

MONTHS_AHEAD = 24


@transaction.atomic
def ensure_partitions(now: datetime, *, since: datetime | None = None, months_ahead: int = MONTHS_AHEAD) -> list[str]:
    """Make the partitions from the month of `since` (default `now`) to `months_ahead` after `now` that are missing.

    Rows that fell into the default partition meanwhile are moved. Returns the names of the partitions made.
    """
    month = _month(since or now)
    end = _month(now)
    for _ in range(months_ahead):
        end = _next(end)
    made = []
    while month <= end:
        name = f"journal_event_{month:%Y%m}"
        if not _exists(name):
            _make(name, month, _next(month))
            made.append(name)
        month = _next(month)
    return made


def _month(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _next(month: datetime) -> datetime:
    return _month(month + timedelta(days=32))


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{name}"])
        row = cursor.fetchone()
    return bool(row and row[0])


def _make(name: str, start: datetime, end: datetime) -> None:
    low, high = sql.Literal(str(floor_id(start))), sql.Literal(str(floor_id(end)))
    parts = {"name": sql.Identifier(name), "low": low, "high": high}

    def run(template: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(template).format(**parts).as_string())

    run("CREATE TABLE {name} (LIKE journal_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    # The one place where rows move: the default partition's guard is lifted inside this transaction only.
    run("ALTER TABLE journal_event_default DISABLE TRIGGER USER")
    run("INSERT INTO {name} SELECT * FROM journal_event_default WHERE id >= {low} AND id < {high}")
    run("DELETE FROM journal_event_default WHERE id >= {low} AND id < {high}")
    run("ALTER TABLE journal_event_default ENABLE TRIGGER USER")
    run("ALTER TABLE journal_event ATTACH PARTITION {name} FOR VALUES FROM ({low}) TO ({high})")
    run("CREATE TRIGGER keep_all BEFORE TRUNCATE ON {name} FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()")
