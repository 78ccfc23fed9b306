"""Many rows into a scoped table at once. COPY into one is refused: it goes by a temporary table, from there under the
policy into the real one."""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from datetime import date, datetime
from itertools import repeat
from typing import Any, Final, Self
from uuid import UUID

from django.db import connection, connections

NULL: Final = "\\N"
_THREAD: Final = "loading"
_PATIENCE: Final = 0.0002
"""Seconds after which a busy thread lets another one on."""
Column = Sequence[str] | str
"""The values of a column as COPY reads them, or the one that all rows share."""


@contextmanager
def copied_into(table: str, columns: Sequence[str]) -> Iterator[Any]:
    """A psycopg Copy to write rows to; they are in the table when the block ends. Inside a transaction only.

    Names are our own, never somebody's input.
    """
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        with _copying(cursor, table, names) as copy:
            yield copy
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM load_{table}")  # noqa: S608


@contextmanager
def _copying(cursor: Any, table: str, names: str) -> Iterator[Any]:
    """A COPY into `load_TABLE`, which has these columns of the table: the same ones throughout a transaction."""
    cursor.execute(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS load_{table} ON COMMIT DROP AS SELECT {names} FROM {table} "  # noqa: S608
        "WITH NO DATA"
    )
    cursor.execute(f"TRUNCATE load_{table}")
    with cursor.db.wrap_database_errors, cursor.cursor.copy(f"COPY load_{table} ({names}) FROM STDIN") as copy:
        yield copy


class Loader:
    """Lists on their way into tables: the database stores one while the next is made. Inside a transaction only.

    Whoever asks the database something else in between waits until what is under way is stored. What goes wrong is
    raised by the next load, or by the end of the block.
    """

    def __init__(self) -> None:
        self._link = connections["default"]

    def __enter__(self) -> Self:
        self._cursor = self._link.cursor()
        # References are checked with each load, beside the making of the next one, and not all of them at the end.
        self._cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # The thread that talks to the database must not wait for its turn while the other one is computing.
        self._patience = sys.getswitchinterval()
        sys.setswitchinterval(_PATIENCE)
        self._pool = ThreadPoolExecutor(1, _THREAD)
        self._under_way: list[Future[None]] = []
        self._turns = self._link.execute_wrapper(self._in_turn)
        self._turns.__enter__()
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        try:
            if kind is None:
                self._cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        finally:
            self._pool.shutdown()
            sys.setswitchinterval(self._patience)
            self._turns.__exit__(None, None, None)
            self._cursor.close()

    def load(self, table: str, columns: Mapping[str, Column]) -> None:
        """Store rows given by column. Names are our own, never somebody's input."""
        names = ", ".join(columns)
        self._begin(table, names, list(columns.values()), names)

    def load_shared(self, table: str, many: str, bytes_each: int, columns: dict[str, Column]) -> None:
        """Store rows that differ in one column only: `many`, of bytes, has the values of several rows in one.

        They are stored in the order of that column: where it is random, each page of its index is touched once.
        """
        others = ", ".join(f"load_{table}.{name}" for name in columns if name != many)
        each = f"substring({many}, every.place, {bytes_each})"
        places = f"generate_series(1, length({many}), {bytes_each}) every(place)"
        ordered = {many: columns[many]} | columns
        self._begin(table, ", ".join(ordered), list(ordered.values()), f"{each}, {others}", f", {places} ORDER BY 1")

    def run(self, statement: str, *params: object) -> None:
        """Have a statement carried out in its turn: after what was given before it, and before what is given next."""
        self._queue(self._cursor.execute, statement, params)

    def _begin(self, table: str, names: str, columns: Sequence[Column], select: str, more: str = "") -> None:
        if max(len(one) for one in columns if not isinstance(one, str)):
            self._queue(self._store, table, names, columns, f"{select} FROM load_{table}{more}")

    def _queue(self, do: Callable[..., Any], *given: Any) -> None:
        # One waits while one is stored: more would only fill the memory.
        while len(self._under_way) > 1:
            self._under_way.pop(0).result()
        self._under_way.append(self._pool.submit(copy_context().run, do, *given))

    def _store(self, table: str, names: str, columns: Sequence[Column], select: str) -> None:
        with _copying(self._cursor, table, names) as copy:
            copy.write(_lines(columns))
        self._cursor.execute(f"INSERT INTO {table} ({names}) SELECT {select}")

    def _in_turn(self, execute: Callable[..., Any], *given: Any) -> Any:
        if not threading.current_thread().name.startswith(_THREAD):
            while self._under_way:
                self._under_way.pop(0).result()
        return execute(*given)


def _lines(columns: Sequence[Column]) -> bytes:
    if len({len(one) for one in columns if not isinstance(one, str)}) != 1:
        raise ValueError("columns of different length")
    rows = zip(*(repeat(one) if isinstance(one, str) else one for one in columns), strict=False)
    return ("\n".join(map("\t".join, rows)) + "\n").encode()


def texts(values: Iterable[object]) -> list[str]:
    """A column of texts, numbers, ids, days, moments, bytes or None as COPY reads it; what comes again is written down
    once."""
    known = _Texts()
    return [known[value] for value in values]


def hexes(values: Iterable[bytes | None]) -> list[str]:
    """A column of bytes as COPY reads it."""
    return [NULL if value is None else f"\\\\x{value.hex()}" for value in values]


class _Texts(dict[Any, str]):
    def __missing__(self, value: Any) -> str:
        found = self[value] = _text(value)
        return found


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
        return NULL
    form = _FORMS.get(type(value))
    return form(value) if form is not None else str(value).translate(_ESCAPES)
