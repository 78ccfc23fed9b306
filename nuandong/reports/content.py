"""What stands in one report: the same shape while it is drafted and after it was sealed, with its canonical bytes."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from nuandong.kernel.reference import Entry

Source = Literal["events", "register", "ratio", "sum", "manual", "carried", "none", "elsewhere"]


class Cell(Entry):
    """A whole number (the line says how many of its digits are decimals), or none, and where it comes from.

    `events`: figures of the journal; `register`: counted in the registers on the day of sealing; `manual`: entered by
    `by`; `carried`: a manual value taken on from the report before; `none`: no source, and nobody entered it.
    """

    column: str
    value: int | None
    source: Source
    by: UUID | None = None


class Line(Entry):
    code: str
    title: str
    unit: str
    decimals: int
    within: bool
    note: str
    names: tuple[str, ...]
    """The figures and counts of registers that it is made of."""
    fillable: bool
    cells: tuple[Cell, ...]

    def cell(self, column: str) -> Cell:
        return next(cell for cell in self.cells if cell.column == column)


class Head(Entry):
    """A column; `first` and `last` are the days it is counted over."""

    code: str
    title: str
    kind: str
    first: date | None = None
    last: date | None = None


class Block(Entry):
    title: str
    lines: tuple[Line, ...]


class Sheet(Entry):
    """`quiet`: divisions that have no column, as every number in it would be 0."""

    title: str
    columns: tuple[Head, ...]
    blocks: tuple[Block, ...]
    # Left out where it says nothing: reports sealed before it was counted keep their bytes.
    quiet: int = Field(default=0, exclude_if=lambda number: number == 0)

    def lines(self) -> Iterator[Line]:
        for block in self.blocks:
            yield from block.lines


class Series(Entry):
    name: str
    values: tuple[int, ...]


class Drawing(Entry):
    title: str
    kind: str
    unit: str
    x: tuple[str, ...]
    series: tuple[Series, ...]


class Point(Entry):
    """One line of a numbered list: an event, or the figure of a row and column, and the words for it."""

    words: str
    event: UUID | None = None
    row: str = ""
    column: str = ""


class Passage(Entry):
    """Words of the report; one of picked `points` says them line by line."""

    code: str
    title: str
    text: str
    points: tuple[Point, ...] = Field(default=(), exclude_if=lambda points: not points)


class Content(Entry):
    """One report as it is read: by whom, for where and when, tables, charts, words."""

    report: str
    title: str
    definition: str
    """SHA-256 of the definition's file."""
    submitted_by: str
    submitted_to: str
    region: int
    place: str
    first: date
    last: date
    version: int
    sheets: tuple[Sheet, ...]
    drawings: tuple[Drawing, ...]
    passages: tuple[Passage, ...]

    def lines(self) -> Iterator[tuple[Sheet, Line]]:
        for sheet in self.sheets:
            for line in sheet.lines():
                yield sheet, line

    def canonical(self) -> bytes:
        """JSON with sorted keys and without spaces, UTF-8: equal contents are equal bytes."""
        plain = self.model_dump(mode="json")
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def digest(self) -> str:
        """SHA-256 of the canonical bytes, hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()
