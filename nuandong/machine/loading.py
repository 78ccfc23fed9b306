"""Many rows into a scoped table at once. COPY into one is refused: it goes by a temporary table, from there under the
policy into the real one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection


@contextmanager
def copied_into(table: str, columns: Sequence[str], *, order: str = "") -> Iterator[Any]:
    """A psycopg Copy to write rows to; they are in the table when the block ends. Inside a transaction only.

    `order` are columns to insert by. Names are our own, never somebody's input.
    """
    names = ", ".join(columns)
    temporary = f"load_{table}"
    by = f" ORDER BY {order}" if order else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS {temporary} ON COMMIT DROP AS SELECT {names} FROM {table} "  # noqa: S608
            "WITH NO DATA"
        )
        cursor.execute(f"TRUNCATE {temporary}")
        with cursor.cursor.copy(f"COPY {temporary} ({names}) FROM STDIN") as copy:
            yield copy
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {temporary}{by}")  # noqa: S608


def copy_line(values: Iterable[object]) -> str:
    """One row as COPY reads it, without the end of the line: texts, numbers, ids, days, moments, bytes, None."""
    return "\t".join(map(_text, values))


_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_FORMS: Final[dict[type, Callable[[Any], str]]] = {
    bytes: lambda value: f"\\\\x{value.hex()}",
    UUID: str,
    int: str,
    date: date.isoformat,
    datetime: datetime.isoformat,
}


def _text(value: object) -> str:
    if value is None:
        return "\\N"
    form = _FORMS.get(type(value))
    return form(value) if form is not None else str(value).translate(_ESCAPES)
