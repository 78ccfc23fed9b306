"""Runs in a limited child process: the tables and gaps of a Word document, and the same document with some filled.

Only the runs that are filled change; fonts, borders, merged cells, headers and pictures stay as they are.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from nuandong.kernel.office import RefusedError, parsed
from nuandong.reports.blanks.archive import spliced, written
from nuandong.reports.blanks.grid import Cell, Kind, Place, Sheet, gaps, into
from nuandong.reports.blanks.values import Value

MAX_TABLES: Final = 20
MAX_ROWS: Final = 400
MAX_COLUMNS: Final = 60
MAX_PARAGRAPHS: Final = 2000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART: Final = "word/document.xml"
_FETCHES: Final = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE)\b", re.IGNORECASE)
_REVISIONS: Final = frozenset({"ins", "del", "moveFrom", "moveTo", "rPrChange"})


class Document:
    """The body of a document: sheet 0 are its paragraphs, one row each; the others are its tables."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        for name, content in parts.items():
            if name.startswith("word/") and name.endswith(".xml"):
                _check_fields(parsed(content))
        self._tree = parsed(parts[_PART])
        body = self._tree.find(f"{_W}body")
        if body is None:
            raise ValueError("no body")
        self._body = body
        self._paragraphs = [one for one in _blocks(body) if one.tag == f"{_W}p"]
        tables = [one for one in _blocks(body) if one.tag == f"{_W}tbl"]
        if len(tables) > MAX_TABLES or len(self._paragraphs) > MAX_PARAGRAPHS:
            raise RefusedError("too_big")
        self._tables = [_cells(table) for table in tables]

    def sheets(self, *, whole: bool = False) -> tuple[Sheet, ...]:
        """Of the paragraphs those with gaps, or with `whole` all that say something."""
        words = [(row, _text([one])) for row, one in enumerate(self._paragraphs)]
        first = Sheet(
            "",
            tuple(Cell(row, 0, text, "text") for row, text in words if gaps(text) or (whole and text.strip())),
            tabular=False,
        )
        return (first, *(_sheet(table) for table in self._tables))

    def fill(self, values: Mapping[Place, Value], mark: str) -> dict[str, bytes]:
        """The part that changes; `mark` stands as a paragraph of its own at the top."""
        for place in sorted(values, key=lambda one: (one.sheet, one.row, one.column, one.slot or 0), reverse=True):
            if place.sheet == 0:
                paragraphs = [self._paragraphs[place.row]]
            else:
                holder = self._tables[place.sheet - 1][(place.row, place.column)][0]
                paragraphs = list(holder.iterchildren(f"{_W}p"))
            if place.slot is None:
                _put(paragraphs[0], values[place].words)
                continue
            pieces = _pieces(paragraphs)
            whole = "".join(text for _node, text in pieces)
            gap = gaps(whole)[place.slot]
            spliced(pieces, gap.start, gap.end, into(whole, gap, values[place].words))
        if mark:
            paragraph = etree.Element(f"{_W}p")
            self._body.insert(0, paragraph)
            _put(paragraph, mark)
        return {_PART: written(self._tree)}


def _check_fields(tree: "etree._Element") -> None:
    for one in tree.iter(f"{_W}instrText"):
        if _FETCHES.search(one.text or ""):
            raise RefusedError("links")
    for one in tree.iter(f"{_W}fldSimple"):
        if _FETCHES.search(one.get(f"{_W}instr") or ""):
            raise RefusedError("links")


def _blocks(element: "etree._Element") -> "Iterator[etree._Element]":
    """Paragraphs and tables, also those within content controls."""
    for child in element:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent"}:
            yield from _blocks(child)


def _inner(element: "etree._Element", name: str) -> "Iterator[etree._Element]":
    """Rows of a table or cells of a row, also those within content controls."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent"}:
            yield from _inner(child, name)


_Found = dict[tuple[int, int], "tuple[etree._Element, int, int]"]


def _cells(table: "etree._Element") -> _Found:
    """The cells of a table by row and column of its grid, each with how far it reaches."""
    found: _Found = {}
    open_at: dict[int, tuple[int, int]] = {}
    for row, line in enumerate(_inner(table, "tr")):
        column = _number(line.find(f"{_W}trPr/{_W}gridBefore"))
        for one in _inner(line, "tc"):
            width = max(1, _number(one.find(f"{_W}tcPr/{_W}gridSpan")))
            merge = one.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and column in open_at:
                above = open_at[column]
                cell, rows, columns = found[above]
                found[above] = (cell, rows + 1, columns)
            else:
                found[(row, column)] = (one, 1, width)
                open_at.pop(column, None)
                if merge is not None:
                    open_at[column] = (row, column)
            column += width
            if row >= MAX_ROWS or column > MAX_COLUMNS:
                raise RefusedError("too_big")
    return found


def _number(element: "etree._Element | None") -> int:
    return 0 if element is None else min(int(element.get(f"{_W}val", "0")), MAX_COLUMNS + 1)


def _sheet(table: _Found) -> Sheet:
    cells = []
    for (row, column), (one, rows, columns) in table.items():
        text = _text(list(one.iterchildren(f"{_W}p")))
        kind: Kind = "text" if text.strip() else "empty"
        # A table or a control within a cell is nothing to be filled in here.
        if kind == "empty" and (one.find(f"{_W}p") is None or one.find(f"{_W}tbl") is not None):
            kind = "formula"
        cells.append(Cell(row, column, text if text.strip() else "", kind, rows, columns))
    return Sheet("", tuple(cells))


def _pieces(paragraphs: "list[etree._Element]") -> "list[tuple[etree._Element | None, str]]":
    found: list[tuple[etree._Element | None, str]] = []
    for number, paragraph in enumerate(paragraphs):
        if number:
            found.append((None, "\n"))
        for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
            if node.tag == f"{_W}t":
                found.append((node, node.text or ""))
            elif node.getparent().tag == f"{_W}r":  # a tab of a run, not a tab stop
                found.append((None, "\t" if node.tag == f"{_W}tab" else "\n"))
    return found


def _text(paragraphs: "list[etree._Element]") -> str:
    return "".join(text for _node, text in _pieces(paragraphs))


def _put(paragraph: "etree._Element", words: str) -> None:
    """Words into a paragraph without any, in the font it is set in."""
    nodes = [node for node, _text in _pieces([paragraph]) if node is not None]
    for node in nodes:
        node.text = ""
    if nodes:
        run = nodes[0].getparent()
        run.remove(nodes[0])
    else:
        run = etree.SubElement(paragraph, f"{_W}r")
        style = paragraph.find(f"{_W}pPr/{_W}rPr")
        if style is not None:
            kept = deepcopy(style)
            for one in list(kept):
                if etree.QName(one).localname in _REVISIONS:
                    kept.remove(one)
            run.append(kept)
    for number, line in enumerate(words.split("\n")):
        if number:
            etree.SubElement(run, f"{_W}br")
        text = etree.SubElement(run, f"{_W}t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
