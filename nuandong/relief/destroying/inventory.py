"""The inventory of a destruction: every record by table and id with a digest, fixed at the approval, counted again."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from nuandong.relief.destroying.kinds import kinds
from nuandong.relief.destroying.rows import Family, rows_of
from nuandong.relief.models import Destruction, DestructionItem

Assessed = Sequence[Sequence[Any]]


def chosen(assessed: Assessed) -> list[str]:
    """The kinds that are to be destroyed; a kind that is kept by the library never is, whatever was assessed."""
    return [one[0] for one in assessed if one[2] == "destroy" and kinds()[one[0]].treatment == "destroy"]


def fix(row: Destruction, of: Family) -> tuple[int, str]:
    """Write the inventory down, within the entered scope; how many records and the digest over all."""
    serial = 0
    with connection.cursor() as cursor:
        for kind in chosen(row.assessed):
            for rows in rows_of(kind, of):
                table = rows.model._meta.db_table
                try:
                    inner, params = rows.order_by().values_list("id", "region").query.sql_with_params()
                except EmptyResultSet:
                    continue
                cursor.execute(
                    "INSERT INTO relief_destructionitem (id, region, destruction_id, serial, kind, source, record,"  # noqa: S608
                    " digest) SELECT gen_random_uuid(), q.region, %s, %s + row_number() OVER (ORDER BY q.id), %s, %s,"
                    f" q.id, relief_row_digest(%s, q.id, %s) FROM ({inner}) AS q(id, region)",
                    [row.id, serial, kind, table, table, bytes(row.salt or b""), *params],
                )
                serial += cursor.rowcount
    return serial, digest_of(row.id)


def digest_of(destruction: UUID) -> str:
    """SHA-256 over the lines of an inventory."""
    found = hashlib.sha256()
    for line in lines(destruction):
        found.update(("|".join(map(str, line)) + "\n").encode())
    return found.hexdigest()


def lines(destruction: UUID) -> Iterator[tuple[Any, ...]]:
    """Serial, kind, table, id and digest of each record."""
    rows = DestructionItem.objects.filter(destruction=destruction).order_by("serial")
    yield from rows.values_list("serial", "kind", "source", "record", "digest").iterator(chunk_size=5000)


def changed(row: Destruction, of: Family) -> bool:
    """Whether the records are others than those of the inventory, or what is stored in one of them is."""
    if digest_of(row.id) != row.digest:
        return True
    listed: dict[tuple[str, str], set[UUID]] = {}
    for _serial, kind, source, record, _digest in lines(row.id):
        listed.setdefault((kind, source), set()).add(record)
    there: dict[tuple[str, str], set[UUID]] = {}
    for kind in chosen(row.assessed):
        for rows in rows_of(kind, of):
            if found := set(rows.order_by().values_list("id", flat=True)):
                there[(kind, rows.model._meta.db_table)] = found
    if listed != there:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM relief_destructionitem WHERE destruction_id = %s"
            " AND relief_row_digest(source, record, %s) <> digest)",
            [row.id, bytes(row.salt or b"")],
        )
        return bool(cursor.fetchone()[0])
