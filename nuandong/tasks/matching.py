"""Which units a plan means by its words."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from pydantic import Field

from nuandong.kernel import reference
from nuandong.org.kinds import UnitKind

if TYPE_CHECKING:
    from nuandong.org.models import Unit

FILE: Final = reference.LIBRARY / "work" / "units.yaml"


class _Kind(reference.Entry):
    words: tuple[str, ...] = Field(min_length=1)


class _Kinds(reference.Entry):
    kinds: dict[UnitKind, _Kind]


@cache
def unit_words() -> dict[UnitKind, tuple[str, ...]]:
    """The words of plans for each kind of unit, in the order in which they are tried."""
    return {kind: found.words for kind, found in reference.read(FILE, _Kinds).kinds.items()}


def matched(words: str, units: Sequence["Unit"]) -> list["Unit"]:
    """The units a plan means: those whose name holds its words, else all of the kind; none where neither fits."""
    named = [unit for unit in units if words in unit.name]
    if named:
        return named
    kind = next((kind for kind, known in unit_words().items() if any(word in words for word in known)), None)
    return [unit for unit in units if unit.kind == kind]
