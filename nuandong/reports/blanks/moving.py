"""A new edition of a blank against the one that was mapped: what stands elsewhere, what is gone, what is new. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from nuandong.reports.blanks.grid import Grid


@dataclass(frozen=True, slots=True)
class Moved:
    """A binding of the old edition; `to` is its place in the new one, empty when it is gone."""

    code: str
    at: str
    to: str


@dataclass(frozen=True, slots=True)
class Movement:
    """What a new edition changes. `same` and `moved` are bindings, `new` places that the old edition did not have."""

    same: tuple[Moved, ...]
    moved: tuple[Moved, ...]
    gone: tuple[Moved, ...]
    new: tuple[str, ...]

    @property
    def bindings(self) -> dict[str, str]:
        """Address in the new edition → code."""
        return {one.to: one.code for one in (*self.same, *self.moved)}


def movement(old: Grid, bindings: Mapping[str, str], new: Grid) -> Movement:
    """Places are the same when the words around them are: their heading of row and column, or the label of a gap.

    Where the same words stand around several places, the one at the old address is it, or the first that is left.
    """
    known, here = old.every_place(), new.every_place()
    words: dict[tuple[str, ...], list[str]] = {}
    for address, place in here.items():
        words.setdefault(new.signature(place), []).append(address)
    before: dict[tuple[str, ...], int] = {}
    same, moved, gone = [], [], []
    for address, code in bindings.items():
        was = known.get(address)
        left = words.get(old.signature(was), []) if was else []
        if address in left:
            same.append(Moved(code, address, address))
            left.remove(address)
        elif left:
            moved.append(Moved(code, address, left.pop(0)))
        else:
            gone.append(Moved(code, address, ""))
    for place in known.values():
        before[old.signature(place)] = before.get(old.signature(place), 0) + 1
    fresh = []
    for address, place in here.items():
        signature = new.signature(place)
        if before.get(signature, 0) == 0:
            fresh.append(address)
        else:
            before[signature] -= 1
    return Movement(tuple(same), tuple(moved), tuple(gone), tuple(fresh))
