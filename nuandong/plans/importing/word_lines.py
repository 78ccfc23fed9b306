"""The text of a Word file (.docx) as paragraphs and rows of tables. Runs in a limited child process.

What Word shows counts: numbers set by itself and insertions stand in the text, deletions, hidden text, headers and
tables of contents do not; a text box and a footnote follow the paragraph they hang on.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import QName, XMLParser, fromstring
from lxml.etree import _Element as Element

from nuandong.plans.importing.pdf_lines import CELL
from nuandong.plans.importing.word_numbers import WORD, Numbers, numbers_of

_MAX_XML: Final = 60 * 1024 * 1024
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DROPPED: Final = frozenset(
    {
        _FALLBACK,
        *(f"{WORD}{name}" for name in ("del", "moveFrom", "rt", "sectPr", "instrText", "delText", "delInstrText")),
    }
)
"""What is not shown: deletions, where something was moved away from, readings above characters, codes of fields."""
_CONTENTS: Final = re.compile(r"(?i)toc|目录")
_DEEPEST: Final = 60
_WIDEST: Final = 60
_FEWEST_CELLS: Final = 2
_HIDDEN: Final = f"{WORD}rPr/{WORD}vanish"
_MARK_DELETED: Final = f"{WORD}pPr/{WORD}rPr/{WORD}del"


@dataclass(slots=True)
class _Reader:
    numbers: Numbers
    notes: dict[str, Element]
    lines: list[str] = field(default_factory=list)
    open: str = ""
    """The beginning of a paragraph whose end was deleted: it goes on in the next one."""


def lines_of(data: bytes) -> list[str] | None:
    """The paragraphs of a Word file; None for a zip file that is none. Raises ValueError where it is too much."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "word/document.xml" not in archive.namelist():
            return None
        document = _part(archive, "word/document.xml")
        numbering, styles = _part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml")
        notes = [_part(archive, f"word/{name}notes.xml") for name in ("foot", "end")]
    body = document.find(f"{WORD}body") if document is not None else None
    found = {
        f"{QName(note).localname}{note.get(f'{WORD}id')}": note
        for part in notes
        if part is not None
        for note in part
        if isinstance(note.tag, str) and note.get(f"{WORD}type") is None
    }
    reader = _Reader(numbers_of(numbering, styles), found)
    if body is not None:
        _blocks(reader, body, 0)
    return [*reader.lines, reader.open] if reader.open else reader.lines


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > _MAX_XML:
        raise ValueError("too much")
    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return fromstring(archive.read(name), parser)


def _blocks(reader: _Reader, element: Element, depth: int) -> None:
    """Paragraphs and tables in their order."""
    if depth > _DEEPEST:
        raise ValueError("too deep")
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _DROPPED or _is_contents(child):
            continue
        if child.tag == f"{WORD}p":
            _paragraph(reader, child, depth)
        elif child.tag == f"{WORD}tbl":
            _table(reader, child, depth)
        else:
            _blocks(reader, child, depth + 1)


def _is_contents(element: Element) -> bool:
    """Whether it is a table of contents, or a line of one."""
    if element.tag == f"{WORD}sdt":
        gallery = element.find(f"{WORD}sdtPr/{WORD}docPartObj/{WORD}docPartGallery")
        return gallery is not None and gallery.get(f"{WORD}val") == "Table of Contents"
    style = element.find(f"{WORD}pPr/{WORD}pStyle") if element.tag == f"{WORD}p" else None
    return style is not None and bool(_CONTENTS.match(style.get(f"{WORD}val", "")))


def _paragraph(reader: _Reader, paragraph: Element, depth: int) -> None:
    hanging: list[Element] = []
    text = _text(paragraph, hanging)
    # A paragraph without text is numbered on the page, but says nothing; Word counts it all the same.
    number = reader.numbers.before(paragraph)
    text = reader.open + (number if not reader.open and text.strip() else "") + text
    reader.open = ""
    if paragraph.find(_MARK_DELETED) is not None:
        reader.open = text
    else:
        reader.lines.extend(text.split("\n"))
    for one in hanging:
        if one.tag.endswith("Reference"):
            note = reader.notes.get(f"{QName(one).localname.removesuffix('Reference')}{one.get(f'{WORD}id')}")
            if note is None:
                continue
            one = note
        _blocks(reader, one, depth + 1)


def _text(element: Element, hanging: list[Element]) -> str:
    """What an element shows, soft breaks as line ends; text boxes and notes are put aside."""
    pieces: list[str] = []
    todo = [element]
    while todo:
        node = todo.pop()
        if not isinstance(node.tag, str) or node.tag in _DROPPED:
            continue
        name = node.tag.removeprefix(WORD)
        match name:
            case "t":
                pieces.append(node.text or "")
            case "tab":
                pieces.append(" ")
            case "noBreakHyphen":
                pieces.append("-")
            case "br" | "cr":
                pieces.append("\n")
            case "txbxContent" | "footnoteReference" | "endnoteReference":
                hanging.append(node)
            case "pPr":
                pass
            case "r" if node.find(_HIDDEN) is not None and node.find(_HIDDEN).get(f"{WORD}val") not in {"0", "false"}:
                pass
            case _:
                todo.extend(reversed(node))
    return "".join(pieces)


def _table(reader: _Reader, table: Element, depth: int) -> None:
    """Each row as one line, tables inside a cell after their row. A label that spans rows is said in each of them."""
    above: dict[int, str] = {}
    for row in table.iter(f"{WORD}tr"):
        if next(row.iterancestors(f"{WORD}tbl")) is not table or row.find(f"{WORD}trPr/{WORD}del") is not None:
            continue
        cells, inner, column = [], [], 0
        for cell in row.iter(f"{WORD}tc"):
            if next(cell.iterancestors(f"{WORD}tr")) is not row:
                continue
            text, tables = _cell(reader, cell, depth)
            merged = cell.find(f"{WORD}tcPr/{WORD}vMerge")
            if merged is not None and merged.get(f"{WORD}val") != "restart":
                text = text or above.get(column, "")
            elif merged is not None:
                # What holds figures is said once: said again it would be found again.
                above[column] = "" if re.search(r"\d", text) else text
            cells.append(text)
            inner += tables
            span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
            wide = span.get(f"{WORD}val", "1") if span is not None else "1"
            spanned = int(wide) if wide.isdecimal() else 1
            cells += [""] * (min(spanned, _WIDEST) - 1)
            column += spanned
        reader.lines.append(_row(cells))
        for one in inner:
            _table(reader, one, depth + 1)


def _row(cells: list[str]) -> str:
    """The cells of a row; empty ones keep their place, so that each stands under its head."""
    if sum(map(bool, cells)) < _FEWEST_CELLS:
        return "".join(cells)
    return CELL.join(cells).strip()


def _cell(reader: _Reader, cell: Element, depth: int) -> tuple[str, list[Element]]:
    """The text of a cell in one line, and the tables in it."""
    own = _Reader(reader.numbers, reader.notes)
    tables = list(cell.iterchildren(f"{WORD}tbl"))
    for child in cell:
        if child.tag != f"{WORD}tbl" and isinstance(child.tag, str) and child.tag not in _DROPPED:
            if child.tag == f"{WORD}p":
                _paragraph(own, child, depth + 1)
            else:
                _blocks(own, child, depth + 1)
    return " ".join(line.strip() for line in [*own.lines, own.open] if line.strip()), tables
