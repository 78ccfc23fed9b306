"""What stands in a blank: sheets of cells, the places that can be filled, the words that stand beside them. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Final, Literal

Kind = Literal["text", "empty", "formula"]
"""What is computed, or holds something of its own, is `formula`: nobody fills it in."""

SLOTS: Final = re.compile(
    r"(?P<label>[^\s：:，,。；;_＿]{1,20}(?:[ 　][^\s：:，,。；;_＿]{1,3}){0,2})[：:]"
    r"(?P<gap>[ 　_＿\t]*)(?=[^\s：:]{1,20}[：:]|\s*$)"
    r"|(?P<date>[ 　_＿]{0,60}年[ 　_＿]{1,60}月(?:[ 　_＿]{1,60}日)?)"
)
"""A label with a colon and nothing behind it, or a day or month without figures."""
_BLANK: Final = " 　_＿\t"
_LABEL: Final = re.compile(r"([^\s：:，,。；;_＿]{1,20})[：:]$")
_UNITS: Final = frozenset("人次个件户元天处支辆篇场份套床吨家例起张只条%％") | {"万元", "公里", "人次", "个次", "车次"}
ASIDE: Final = frozenset({"单位", "计量单位", "序号", "备注", "说明"})
"""Columns beside the figures of a table."""
LONGEST: Final = 500
"""Longer texts are instructions: nothing is filled into them."""
_ABOVE: Final = 3
_LEFT: Final = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """`row` and `column` from 0; `rows` and `columns` are how far a merged cell reaches."""

    row: int
    column: int
    text: str = ""
    kind: Kind = "empty"
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where something can be filled in. `slot` counts the gaps within the text of a cell, from 0; none: all of it."""

    sheet: int
    row: int
    column: int
    slot: int | None = None

    @property
    def address(self) -> str:
        """As people write it: the sheet's number from 1, column letters, row number, and the gap."""
        tail = "" if self.slot is None else f"#{self.slot + 1}"
        return f"{self.sheet + 1}!{letters(self.column)}{self.row + 1}{tail}"


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap in a text: what is replaced, and the words of its label; a date's label is the date itself."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Sheet:
    name: str
    cells: tuple[Cell, ...]
    tabular: bool = True
    """Not a table are the paragraphs of a document: only the gaps in their text can be filled."""

    @cached_property
    def at(self) -> dict[tuple[int, int], Cell]:
        """Cells by every position they cover."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }

    def beside(self, cell: Cell) -> list[str]:
        """The words to the left, the nearest first, units left out."""
        return list(self._words(cell, down=0, right=-1, limit=_LEFT, skip=_UNITS))

    def above(self, cell: Cell) -> list[str]:
        """The words of the column's heading, the nearest first; the heading may have several levels."""
        return list(self._words(cell, down=-1, right=0, limit=_ABOVE, skip=_UNITS))

    def _words(self, cell: Cell, *, down: int, right: int, limit: int, skip: frozenset[str]) -> Iterator[str]:
        row, column, found, seen = cell.row + down, cell.column + right, 0, {cell}
        while row >= 0 and column >= 0 and found < limit:
            here = self.at.get((row, column))
            row, column = row + down, column + right
            if here is None or here in seen:
                continue
            seen.add(here)
            if here.kind != "text":
                # Headings of a column stand together: above them begins something else.
                if down and found:
                    return
                continue
            # A label that waits for words of its own is no heading of others.
            if here.text.strip() not in skip and not gaps(here.text):
                found += 1
                yield here.text.strip()


@dataclass(frozen=True)
class Grid:
    kind: Literal["xlsx", "docx"]
    sheets: tuple[Sheet, ...]

    def packed(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    def places(self, number: int) -> list[Place]:
        """Every place of a sheet that can be filled, in reading order."""
        sheet = self.sheets[number]
        found = []
        for cell in sorted(sheet.cells, key=lambda one: (one.row, one.column)):
            if cell.kind == "text":
                found += [Place(number, cell.row, cell.column, slot) for slot in range(len(gaps(cell.text)))]
            elif cell.kind == "empty" and sheet.tabular and (sheet.beside(cell) or sheet.above(cell)):
                found.append(Place(number, cell.row, cell.column))
        return found

    def every_place(self) -> dict[str, Place]:
        """All places by address."""
        return {place.address: place for number in range(len(self.sheets)) for place in self.places(number)}

    def cell(self, place: Place) -> Cell:
        return self.sheets[place.sheet].at[(place.row, place.column)]

    def between_headings(self, place: Place) -> bool:
        """Whether a cell has words on its left and above it, as those of a table's body have that want a figure."""
        sheet, cell = self.sheets[place.sheet], self.cell(place)
        above = sheet.above(cell)
        return place.slot is None and bool(sheet.beside(cell) and above) and plain(above[0]) not in ASIDE

    def unbound(self, bindings: Mapping[str, str]) -> list[tuple[str, bool]]:
        """Places that ask for something and get nothing, in reading order: address, whether a person left it so."""
        return [
            (address, address in bindings)
            for address, place in self.every_place().items()
            if not bindings.get(address) and (place.slot is not None or self.between_headings(place))
        ]

    def signature(self, place: Place) -> tuple[str, ...]:
        """What tells a place from others when it has moved: the words around it."""
        sheet, cell = self.sheets[place.sheet], self.cell(place)
        if place.slot is not None:
            return ("gap", plain(gaps(cell.text)[place.slot].label))
        return ("cell", *map(plain, sheet.beside(cell)[:2]), "/", *map(plain, sheet.above(cell)[:2]))


def unpacked(text: str) -> Grid:
    """What `Grid.packed` made."""
    content = json.loads(text)
    sheets = tuple(
        Sheet(one["name"], tuple(Cell(**cell) for cell in one["cells"]), one["tabular"]) for one in content["sheets"]
    )
    return Grid(content["kind"], sheets)


def gaps(text: str) -> list[Gap]:
    """The gaps in the text of a cell that wait for something, in order."""
    if len(text) > LONGEST:
        return []
    found = []
    for one in SLOTS.finditer(text):
        if one["date"] is None:
            found.append(Gap(*one.span("gap"), one["label"]))
            continue
        before = text[: one.start()].rstrip(_BLANK)
        known = _LABEL.search(before)
        found.append(Gap(*one.span("date"), known[1] if known else one["date"]))
    return found


def into(text: str, gap: Gap, words: str) -> str:
    """The words as they go into a gap: another label behind keeps its distance."""
    return f"{words}　" if gap.end < len(text) and gap.end > gap.start else words


def letters(column: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    words = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        words = chr(65 + rest) + words
    return words


_NOTES: Final = re.compile(r"[（(][^（()）]*[)）]")
_NUMBERS: Final = re.compile(r"^(?:[0-9]{1,2}[、.．:：)）](?=\D)|[一二三四五六七八九十]{1,3}[、.．]|其中[:：]?)")


def plain(words: str) -> str:
    """Words as they are compared: no spaces, notes in brackets, numbers in front or punctuation."""
    text = "".join(_NOTES.sub("", words).split())
    text = _NUMBERS.sub("", text)
    return re.sub(r"[、，,。．.：:；;“”\"'*—\-_＿%％]", "", text)
