"""Order of the people found: by how they were found, then by how far the masked name agrees with what was typed."""

from typing import Protocol, TypeVar

from nuandong.people.masking import STAR
from nuandong.people.names import fold


class Found(Protocol):
    @property
    def tier(self) -> int: ...

    @property
    def name_masked(self) -> str: ...


T = TypeVar("T", bound=Found)


def agreement(name: str, masked: str) -> int:
    """0 to 3: the same number of characters counts one, every shown character at its place one, up to two."""
    shown = masked.rstrip(STAR)
    same_length = len(masked) == len(name)
    return int(same_length) + min(2, sum(a == b for a, b in zip(fold(shown), name, strict=False)))


def ranked(found: list[T], name: str) -> list[T]:
    """The closest first; equals keep their order. `name` is the Chinese part of the query, "" if there is none."""
    return sorted(found, key=lambda one: (one.tier, -agreement(name, one.name_masked) if name else 0))
