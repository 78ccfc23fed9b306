"""The queries as data: library/integrity/audit.yaml."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from nuandong.kernel import reference

PATH: Final = reference.LIBRARY / "integrity" / "audit.yaml"


class Query(reference.Entry):
    """What may not be, how a row of it is named, and whether the database itself forbids it."""

    title: reference.Title
    says: str
    forbidden: bool = False
    days: int = 0


class _Queries(reference.Entry):
    queries: Mapping[str, Query]


@cache
def queries() -> Mapping[str, Query]:
    """Every query by code, in the order of the file."""
    return reference.read(PATH, _Queries).queries
