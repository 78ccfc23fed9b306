"""Runs in a limited child process: the cells of a workbook, and the same workbook with some of them filled.

Only the cells that are filled change: formulas, formats, merged cells, drawings and print settings stay as they are.
"""

import posixpath
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from nuandong.kernel.office import RefusedError, parsed
from nuandong.reports.blanks.archive import spliced, written
from nuandong.reports.blanks.grid import Cell, Kind, Place, Sheet, gaps, into, letters
from nuandong.reports.blanks.values import Value

MAX_SHEETS: Final = 20
MAX_ROWS: Final = 400
MAX_COLUMNS: Final = 60
_M: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_HOSTILE: Final = re.compile(r"\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|DDE)\s*\(|\w\|[^|]*!", re.IGNORECASE)
_PERCENT_FORMATS: Final = frozenset({9, 10})
_AFTER_HEADER: Final = (
    "rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing drawingHF legacyDrawing "
    "legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst"
)
_BEFORE_CALC: Final = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
    "definedNames"
)


class Workbook:
    """The parts of a workbook that are looked at."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._book = parsed(parts["xl/workbook.xml"])
        relations = {one.get("Id"): one.get("Target", "") for one in parsed(parts["xl/_rels/workbook.xml.rels"])}
        shown = [one for one in self._book.iter(f"{_M}sheet") if one.get("state", "visible") == "visible"]
        if not 0 < len(shown) <= MAX_SHEETS:
            raise RefusedError("too_big")
        self._names = [one.get("name", "") for one in shown]
        self._paths = [_path(relations[one.get(f"{_R}id")]) for one in shown]
        self._trees = [parsed(parts[path]) for path in self._paths]
        strings = parts.get("xl/sharedStrings.xml")
        self._strings = list(parsed(strings).iter(f"{_M}si")) if strings else []
        styles = parts.get("xl/styles.xml")
        self._percent = _percent_styles(parsed(styles)) if styles else frozenset[int]()

    def sheets(self, *, whole: bool = False) -> tuple[Sheet, ...]:
        """What stands in the cells; with `whole`, shares are percentages as the workbook shows them."""
        return tuple(self._sheet(name, tree, whole=whole) for name, tree in zip(self._names, self._trees, strict=True))

    def fill(self, values: Mapping[Place, Value], mark: str) -> dict[str, bytes]:
        """The parts that change. Words are never computed; `mark` stands in the head of every printed page."""
        for number, tree in enumerate(self._trees):
            cells = {_position(one.get("r", "")): one for one in tree.iter(f"{_M}c")}
            chosen = {place: value for place, value in values.items() if place.sheet == number}
            # From the back: what is put into a gap moves the gaps behind it.
            for place in sorted(chosen, key=lambda one: (one.row, one.column, one.slot or 0), reverse=True):
                cell = cells.get((place.row, place.column))
                if cell is None:
                    cell = cells[(place.row, place.column)] = _made(tree, place)
                self._put(cell, place, chosen[place])
            for formula in tree.iter(f"{_M}f"):
                # What it came to before is no longer true; it is computed when the file is opened.
                old = formula.getparent().find(f"{_M}v")
                if old is not None:
                    formula.getparent().remove(old)
            if mark:
                _mark(tree, mark)
        self._compute_anew()
        changed = {path: written(tree) for path, tree in zip(self._paths, self._trees, strict=True)}
        return changed | {"xl/workbook.xml": written(self._book)}

    def _sheet(self, name: str, tree: "etree._Element", *, whole: bool) -> Sheet:
        merged, covered = _merged(tree)
        found: dict[tuple[int, int], tuple[str, Kind]] = {}
        for one in tree.iter(f"{_M}c"):
            place = _position(one.get("r", ""))
            text, kind = self._content(one)
            if whole and kind == "text" and int(one.get("s") or 0) in self._percent and one.get("t", "n") == "n":
                text = f"{float(text) * 100:g}%"
            if kind != "empty" and place not in covered:
                found[place] = (text, kind)
        if not found:
            return Sheet(name, ())
        height = max(row + merged.get((row, column), (1, 1))[0] for row, column in found)
        width = max(column + merged.get((row, column), (1, 1))[1] for row, column in found)
        if height > MAX_ROWS or width > MAX_COLUMNS:
            raise RefusedError("too_big")
        cells = []
        for row in range(height):
            for column in range(width):
                if (row, column) not in covered:
                    text, kind = found.get((row, column), ("", "empty"))
                    rows, columns = merged.get((row, column), (1, 1))
                    cells.append(Cell(row, column, text, kind, min(rows, height - row), min(columns, width - column)))
        return Sheet(name, tuple(cells))

    def _content(self, cell: "etree._Element") -> tuple[str, Kind]:
        formula = cell.find(f"{_M}f")
        if formula is not None:
            if _HOSTILE.search(formula.text or ""):
                raise RefusedError("links")
            return f"={formula.text or ''}", "formula"
        text = "".join(piece for _node, piece in self._pieces(cell)) or (cell.findtext(f"{_M}v") or "")
        return (text, "text") if text.strip() else ("", "empty")

    def _pieces(self, cell: "etree._Element") -> "list[tuple[etree._Element | None, str]]":
        """The text nodes of a cell with words in it; none for a number."""
        source: etree._Element | None = None
        if cell.get("t") == "s" and cell.findtext(f"{_M}v"):
            source = self._strings[int(cell.findtext(f"{_M}v") or 0)]
        elif cell.get("t") == "inlineStr":
            source = cell.find(f"{_M}is")
        return [] if source is None else _texts(source)

    def _put(self, cell: "etree._Element", place: Place, value: Value) -> None:
        if cell.find(f"{_M}f") is not None:
            raise RefusedError("formula")
        if place.slot is not None:
            self._splice(cell, place.slot, value.words)
            return
        style = int(cell.get("s") or 0)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if value.number is not None:
            share = value.percent and style in self._percent
            etree.SubElement(cell, f"{_M}v").text = value.as_number(hundredth=share)
            return
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{_M}is"), f"{_M}t")
        text.text = value.words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _splice(self, cell: "etree._Element", slot: int, words: str) -> None:
        """Fill a gap in the words of a cell; its runs keep their fonts."""
        inline = cell.find(f"{_M}is")
        if inline is None:
            source = self._strings[int(cell.findtext(f"{_M}v") or 0)]
            inline = deepcopy(source)
            inline.tag = f"{_M}is"
            for child in list(cell):
                cell.remove(child)
            cell.append(inline)
            cell.set("t", "inlineStr")
        pieces = _texts(inline)
        whole = "".join(text for _node, text in pieces)
        gap = gaps(whole)[slot]
        spliced(pieces, gap.start, gap.end, into(whole, gap, words))

    def _compute_anew(self) -> None:
        found = self._book.find(f"{_M}calcPr")
        if found is None:
            found = etree.Element(f"{_M}calcPr")
            known = {f"{_M}{name}" for name in _BEFORE_CALC.split()}
            before = [one for one in self._book if one.tag in known]
            before[-1].addnext(found)
        found.set("fullCalcOnLoad", "1")


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _position(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError("a cell without a place")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _merged(tree: "etree._Element") -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """How far merged cells reach, by their first cell, and every cell they cover."""
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for one in tree.iter(f"{_M}mergeCell"):
        first, _colon, last = one.get("ref", "").partition(":")
        (top, left), (bottom, right) = _position(first), _position(last or first)
        if bottom >= 20_000 or right >= 2_000 or (bottom - top + 1) * (right - left + 1) > 50_000:
            raise RefusedError("too_big")
        reach[(top, left)] = (bottom - top + 1, right - left + 1)
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return reach, covered - reach.keys()


def _texts(source: "etree._Element") -> "list[tuple[etree._Element | None, str]]":
    return [
        (node, node.text or "") for node in source.iter(f"{_M}t") if etree.QName(node.getparent()).localname != "rPh"
    ]


def _percent_styles(styles: "etree._Element") -> frozenset[int]:
    """The styles that show a number as a percentage."""
    written_out = {
        int(one.get("numFmtId", "0")) for one in styles.iter(f"{_M}numFmt") if "%" in one.get("formatCode", "")
    }
    used = styles.find(f"{_M}cellXfs")
    found = [] if used is None else [int(one.get("numFmtId", "0")) for one in used]
    return frozenset(place for place, one in enumerate(found) if one in written_out | _PERCENT_FORMATS)


def _made(tree: "etree._Element", place: Place) -> "etree._Element":
    """An empty cell where the file has none, in its place among the others."""
    data = tree.find(f"{_M}sheetData")
    if data is None:
        raise ValueError("a sheet without data")
    row = next((one for one in data if one.get("r") == str(place.row + 1)), None)
    if row is None:
        row = etree.Element(f"{_M}row", r=str(place.row + 1))
        data.insert(sum(int(one.get("r", "0")) < place.row + 1 for one in data), row)
    cell = etree.Element(f"{_M}c", r=f"{letters(place.column)}{place.row + 1}")
    row.insert(sum(_position(one.get("r", "")) < (place.row, place.column) for one in row), cell)
    return cell


def _mark(tree: "etree._Element", mark: str) -> None:
    """Put words at the left of the page's head."""
    holder = tree.find(f"{_M}headerFooter")
    if holder is None:
        holder = etree.Element(f"{_M}headerFooter")
        behind = [
            one for one in tree if isinstance(one.tag, str) and etree.QName(one).localname in _AFTER_HEADER.split()
        ]
        if behind:
            behind[0].addprevious(holder)
        else:
            tree.append(holder)
    if holder.find(f"{_M}oddHeader") is None:
        holder.insert(0, etree.Element(f"{_M}oddHeader"))
    for name in ("oddHeader", "evenHeader", "firstHeader"):
        for one in holder.iter(f"{_M}{name}"):
            old = one.text or ""
            one.text = old.replace("&L", f"&L{mark} ", 1) if "&L" in old else f"&L{mark}{old}"
