"""What a correction changes, line by line. Pure."""

from dataclasses import dataclass
from typing import Final

from nuandong.reports.content import Cell, Content, Head, Line

_DIVISIONS: Final = frozenset({"division", "own"})
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """One cell that differs; a side that has no such line is None."""

    sheet: str
    line: Line
    column: str
    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class Reworded:
    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    cells: tuple[Changed, ...]
    texts: tuple[Reworded, ...]

    @property
    def none(self) -> bool:
        return not self.cells and not self.texts


def difference(old: Content, new: Content) -> Difference:
    """Cells and passages in the order of the new report; what only the old one had comes last."""
    before, after = _cells(old), _cells(new)
    cells = []
    for key in [*after, *(key for key in before if key not in after)]:
        sheet, line, head, _cell = after.get(key) or before[key]
        was, now = (_value(side, key) for side in (before, after))
        if was != now:
            cells.append(Changed(sheet, line, head.title, was, now))
    texts = {one.code: (one.title, one.text) for one in (*old.passages, *new.passages)}
    words = dict.fromkeys(texts, ("", ""))
    words |= {one.code: (one.text, "") for one in old.passages}
    words |= {one.code: (words[one.code][0], one.text) for one in new.passages}
    reworded = [Reworded(texts[code][0], was, now) for code, (was, now) in words.items() if was != now]
    return Difference(tuple(cells), tuple(reworded))


def _cells(content: Content) -> dict[_Key, tuple[str, Line, Head, Cell]]:
    """By row, kind of column and column: in which of several tables a division stands is no difference."""
    return {
        (line.code.partition(".")[0], head.kind, head.code): (sheet.title, line, head, cell)
        for sheet, line in content.lines()
        for head, cell in zip(sheet.columns, line.cells, strict=True)
    }


def _value(cells: dict[_Key, tuple[str, Line, Head, Cell]], key: _Key) -> int | None:
    """A division without a column of its own has nothing but zeros."""
    if key in cells:
        return cells[key][3].value
    return 0 if key[1] in _DIVISIONS else None
