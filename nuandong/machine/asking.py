"""A long list asked about in the database: it looks up one part while the last is worked on and the next made ready."""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

Part = TypeVar("Part", bound=Collection[bytes] | Collection[UUID])


def in_parts(query: str, parts: Iterable[Part], *before: Any) -> Iterator[tuple[Part, list[tuple[Any, ...]]]]:
    """Each part of a list with the rows of `query` for it. Its last parameter is the part, as `%s::bytea[]` or
    `%s::uuid[]`; `before` are the parameters before."""
    with connection.cursor() as cursor, ThreadPoolExecutor(1, "asking") as pool:

        def ask(part: Part) -> tuple[Part, list[tuple[Any, ...]]]:
            cursor.execute(query, [*before, array(part)])
            return part, cursor.fetchall()

        under_way: Future[tuple[Part, list[tuple[Any, ...]]]] | None = None
        for part in parts:
            before_it, under_way = under_way, pool.submit(copy_context().run, ask, part)
            if before_it is not None:
                yield before_it.result()
        if under_way is not None:
            yield under_way.result()


def array(values: Collection[bytes] | Collection[UUID]) -> str:
    """A list as the text of an array: twenty thousand parameters take the driver a second to write down."""
    return f"{{{','.join(_text(one) for one in values)}}}"


def _text(value: bytes | UUID) -> str:
    return f'"\\\\x{value.hex()}"' if isinstance(value, bytes) else value.hex
