"""A report in words, ready to be set: what stands in each cell, and the words around it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """`number` (with `decimals` of its digits after the point) where there is one, else `words`."""

    words: str
    number: int | None = None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `group` is the heading it stands under, `within` sets it in by a step."""

    group: str
    title: str
    unit: str
    within: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    title: str
    kind: str
    x: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the frame, in the reader's language."""

    group: str
    item: str
    unit: str
    page: tuple[str, str, str]
    """Before the page number, between it and the number of pages, after that."""


@dataclass(frozen=True, slots=True)
class Paper:
    """`above`: lines below the title (who, for when); `signatures`: places to sign and to seal; `foot`: last lines."""

    title: str
    above: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    drawings: tuple[Drawing, ...]
    passages: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]
    foot: tuple[str, ...]
    labels: Labels
