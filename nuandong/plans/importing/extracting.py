"""Runs in a limited child process: the lines of text of a document, whatever its bytes are."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from lxml import etree

from nuandong.plans.importing.pdf_text import lines_of

MAX_CHARACTERS: Final = 200_000
_MAX_XML: Final = 60 * 1024 * 1024
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
CELL: Final = " | "
"""What stands between the cells of a table's row."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The printed lines of a document, or why there are none."""

    lines: tuple[str, ...] = ()
    refusal: str = ""


def extract(data: bytes) -> Extract:
    """The lines of a docx, PDF or text file; a refusal for everything else. Never raises for bad input."""
    try:
        if data.startswith(b"PK\x03\x04"):
            lines = _word(data)
        elif data.startswith(b"\xd0\xcf\x11\xe0"):
            return Extract(refusal="document_old_word")
        elif data.lstrip()[:5] == b"%PDF-":
            lines = lines_of(data)
            if not any(lines or ()):
                return Extract(refusal="document_no_text")
        else:
            lines = _text(data)
    except _BROKEN:
        return Extract(refusal="document_unreadable")
    if lines is None:
        return Extract(refusal="document_kind")
    if sum(map(len, lines)) > MAX_CHARACTERS:
        return Extract(refusal="document_too_big")
    if not any(line.strip() for line in lines):
        return Extract(refusal="document_empty")
    return Extract(tuple(lines))


def _text(data: bytes) -> list[str] | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030", "big5")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text or re.search(r"[\x01-\x08\x0e-\x1b]", text):
            return None
        return re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)
    return None


def _word(data: bytes) -> list[str] | None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "word/document.xml" not in names:
            return None
        if archive.getinfo("word/document.xml").file_size > _MAX_XML:
            raise ValueError("too much")
        content = archive.read("word/document.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    body = etree.fromstring(content, parser).find(f"{_WORD}body")
    lines: list[str] = []
    if body is not None:
        _blocks(body, lines)
    return lines


def _blocks(element: "etree._Element", lines: list[str]) -> None:
    """Paragraphs and rows of tables in their order; a row is one line."""
    for child in element:
        if child.tag == f"{_WORD}p":
            lines.extend(_paragraph(child).split("\n"))
        elif child.tag == f"{_WORD}tbl":
            for row in child.iterchildren(f"{_WORD}tr"):
                cells = [
                    " ".join(map(_paragraph, cell.iter(f"{_WORD}p"))).strip() for cell in row.iterchildren(f"{_WORD}tc")
                ]
                lines.append(CELL.join(cell.replace("\n", " ") for cell in cells if cell))
        elif isinstance(child.tag, str) and child.tag != _FALLBACK:
            _blocks(child, lines)


def _paragraph(paragraph: "etree._Element") -> str:
    pieces: list[str] = []
    for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr", f"{_WORD}noBreakHyphen"):
        if any(parent.tag == _FALLBACK for parent in node.iterancestors()):
            continue
        match etree.QName(node).localname:
            case "t":
                pieces.append(node.text or "")
            case "tab":
                pieces.append(" ")
            case "noBreakHyphen":
                pieces.append("-")
            case _:
                pieces.append("\n")
    return "".join(pieces)
