"""One row, or the error that says it is not there."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from nuandong.kernel.errors import NotFound

Row = TypeVar("Row", bound=Model)


def only(rows: QuerySet[Row], missing: NotFound) -> Row:
    """The row that was asked for; raises `missing` where there is none in the entered scope."""
    found = rows.first()
    if found is None:
        raise missing
    return found
