"""A report in words, ready to be set: what stands in each cell, and the words around it."""

from dataclasses import dataclass
from typing import Final

UPRIGHT: Final = 5
"""Columns of numbers that fit on a page that stands upright; a table with more lies across it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`number` (with `decimals` of its digits after the point) where there is one, else `words`."""

    words: str
    number: int | None = None
    decimals: int = 0

    @property
    def text(self) -> str:
        if self.number is None:
            return self.words
        sign, (whole, rest) = "-" if self.number < 0 else "", divmod(abs(self.number), 10**self.decimals)
        return f"{sign}{whole:,}.{rest:0{self.decimals}d}" if self.decimals else f"{sign}{whole:,}"


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
    """`note` is a sentence below the table, or nothing."""

    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def wide(self) -> bool:
        return len(self.heads) > UPRIGHT


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    title: str
    kind: str
    unit: str
    x: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class RedHead:
    """The red head of an official paper (红头): its words, its number (第N期) if it has one, who issues it, its day."""

    words: str
    number: str
    issuer: str
    day: str


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
    """`above`: lines below the title (who, for when); `signatures`: places to sign and to seal; `foot`: last lines;
    `stamp`: version and digest, on every page."""

    title: str
    red_head: RedHead | None
    above: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    drawings: tuple[Drawing, ...]
    passages: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]
    foot: tuple[str, ...]
    stamp: str
    labels: Labels
