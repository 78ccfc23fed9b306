"""What kinds of personal data a season holds, and what becomes of each: library/relief/destruction.yaml."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from nuandong.kernel import reference

PATH: Final = reference.LIBRARY / "relief" / "destruction.yaml"


class Kind(reference.Entry):
    """One kind: `keep` is kept for so many `years` and never touched; `destroy` may be kept as evidence."""

    title: reference.Title
    about: str
    treatment: Literal["destroy", "keep"]
    ground: str
    years: Annotated[int, Field(ge=1, le=100)] | None = None
    models: tuple[str, ...]

    @model_validator(mode="after")
    def kept_for_years(self) -> Self:
        if (self.treatment == "keep") != (self.years is not None):
            raise ValueError("years belong to what is kept, and to nothing else")
        return self


class _Kinds(reference.Entry):
    kinds: Mapping[str, Kind]


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by code, in the order of the file."""
    return reference.read(PATH, _Kinds).kinds
