"""The checks as data: library/integrity/checks.yaml."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from nuandong.kernel import reference

PATH: Final = reference.LIBRARY / "integrity" / "checks.yaml"


class Check(reference.Entry):
    """What one check compares, how it says what it found, and from which value on it does."""

    title: reference.Title
    compares: str
    finds: str
    facts: Mapping[str, str]
    values: Mapping[str, int] = {}
    note: str = ""
    lacks: str = ""
    beside: str = ""


class _Checks(reference.Entry):
    checks: Mapping[str, Check]


@cache
def checks() -> Mapping[str, Check]:
    """Every check by code, in the order of the file."""
    return reference.read(PATH, _Checks).checks
