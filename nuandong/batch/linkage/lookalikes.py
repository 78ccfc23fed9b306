"""Characters that one takes for another by eye, kept as data."""

from functools import cache
from pathlib import Path
from typing import Final

from nuandong.kernel.reference import LIBRARY, Entry, broken, read

FILE: Final[Path] = LIBRARY / "linkage" / "lookalikes.yaml"


class _Lookalikes(Entry):
    """Groups of characters; the first of a group stands for all."""

    groups: tuple[str, ...]


@cache
def shapes() -> dict[str, str]:
    """For every character of a group, the first of its group.

    Raises `Invalid` (code `reference_broken`) for a file that cannot be read or has a character twice.
    """
    groups = read(FILE, _Lookalikes).groups
    found = {char: group[0] for group in groups for char in group}
    if len(found) != sum(map(len, groups)):
        raise broken(FILE, "groups: a character stands twice")
    return found


@cache
def alike(char: str) -> str:
    """The characters that one may take a character for by eye, itself left out; "" for most."""
    groups = read(FILE, _Lookalikes).groups
    return next((group.replace(char, "") for group in groups if char in group), "")
