"""Numbers and days in the cells of a table, read with the unit or the word that the head of their column gives."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nuandong.plans.importing.document import Paragraph, PlanText
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.numerals import NUMBER

_BETWEEN: Final = re.compile(r" *\| *|\t+")
_UNIT: Final = re.compile(r"\((?P<unit>(?:万?元|床|套|件|公斤|斤|吨|户|人|名|%|次)(?:[/每·][一-鿿/·]{1,6})?)\)")
_NUMBER: Final = re.compile(rf"{NUMBER}(?:-{NUMBER})?")
_DUE: Final = re.compile("时限|期限|时间节点|(?:完成|截止|报送)(?:时间|日期)")
_DAY: Final = re.compile(r"(?:20\d{2}年)?\d{1,2}月(?:\d{1,2}[日号]|[底末]|[上中下]旬)")
_FEWEST_COLUMNS: Final = 2
_LONGEST_HEAD: Final = 20

Read = Callable[[Paragraph], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as patterns read it, and where it stands in its paragraph."""

    text: str
    start: int
    end: int


def tables(plan: PlanText, read: Read) -> Iterator[Finding]:
    """What bare numbers and days of tables say; `read` gives the findings of a paragraph."""
    heads: Sequence[_Cell] = ()
    for paragraph in plan.paragraphs:
        cells = _cells(paragraph)
        if sum(1 for cell in cells if cell.text) < _FEWEST_COLUMNS:
            heads = ()
        elif any(_UNIT.search(cell.text) or _DUE.search(cell.text) for cell in cells) and not _has_values(cells):
            heads = cells
        elif len(cells) == len(heads):
            for head, cell in zip(heads, cells, strict=True):
                yield from _said(paragraph, head.text, cell, read)


def _cells(paragraph: Paragraph) -> list[_Cell]:
    shadow, cells, start = paragraph.shadow, [], 0
    for edge in [*_BETWEEN.finditer(shadow), None]:
        end = edge.start() if edge else len(shadow)
        if end > start or "|" in shadow:
            cells.append(_Cell(shadow[start:end], start, end))
        start = edge.end() if edge else end
    return cells


def _has_values(cells: Sequence[_Cell]) -> bool:
    return any(_NUMBER.fullmatch(cell.text) or len(cell.text) > _LONGEST_HEAD for cell in cells)


def _said(paragraph: Paragraph, head: str, cell: _Cell, read: Read) -> Iterator[Finding]:
    """The findings of a cell, as if the words of its head stood with it; an empty one says nothing."""
    unit = _UNIT.search(head)
    if unit and _NUMBER.fullmatch(cell.text):
        what = head[: unit.start()].strip()
        said = f"{what if unit['unit'] in _GOODS or what.startswith(_EACH) else ''}{cell.text}{unit['unit']}"
    elif _DUE.search(head) and _DAY.fullmatch(cell.text):
        said = f"{cell.text}前完成"
    else:
        return
    for one in read(Paragraph(1, said)):
        yield replace(
            one,
            paragraph=paragraph.number_at(cell.start),
            start=cell.start,
            end=cell.end,
            text=paragraph.text[cell.start : cell.end],
        )


_GOODS: Final = frozenset({"床", "套", "件"})
_EACH: Final = ("每", "人均", "户均")
