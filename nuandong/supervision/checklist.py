"""The checklist of a visit (library/supervision/checklist.yaml), read once and checked whole."""

from functools import cache
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from nuandong.kernel import reference
from nuandong.kernel.reference import Title

FILE: Final = reference.LIBRARY / "supervision" / "checklist.yaml"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{2,39}$")]


class Point(reference.Entry):
    """One thing to look at; `note` is the requirement it serves."""

    title: Title
    note: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class _Checklist(reference.Entry):
    points: dict[Code, Point] = Field(min_length=1)


@cache
def points() -> dict[str, Point]:
    """What a visit looks at by code, in the order of the file."""
    return dict(reference.read(FILE, _Checklist).points)
