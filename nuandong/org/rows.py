"""One row, or the error that says it is not there; which of many questions have any row at all."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

from nuandong.kernel.errors import NotFound

Row = TypeVar("Row", bound=Model)


def only(rows: QuerySet[Row], missing: NotFound) -> Row:
    """The row that was asked for; raises `missing` where there is none in the entered scope."""
    found = rows.first()
    if found is None:
        raise missing
    return found


def having_any(questions: Sequence[QuerySet[Any]]) -> list[bool]:
    """Which of these have a row in the entered scope: one query for all of them, none for none."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in questions:
        try:
            sql, given = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            parts.append("false")
            continue
        parts.append(f"EXISTS ({sql})")
        values += given
    if not parts:
        return []
    with connection.cursor() as cursor:
        # The parts are what the querysets above compile to; every value is a parameter.
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone() or ())
