"""Runs in a limited child process: the lines of text of a document, whatever its bytes are."""

import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from lxml import etree

from nuandong.plans.importing import encodings, pdf_lines, word_lines

MAX_CHARACTERS: Final = 200_000
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


@dataclass(frozen=True, slots=True)
class Extract:
    """The printed lines of a document, or why there are none; `unread` are the numbers of pages without text."""

    lines: tuple[str, ...] = ()
    refusal: str = ""
    unread: tuple[int, ...] = ()


def extract(data: bytes) -> Extract:
    """The lines of a docx, PDF or text file; a refusal for everything else. Never raises for bad input."""
    try:
        lines, unread = _lines(data)
    except pdf_lines.LockedError:
        return Extract(refusal="document_locked")
    except _BROKEN:
        return Extract(refusal="document_unreadable")
    if isinstance(lines, str):
        return Extract(refusal=lines)
    if sum(map(len, lines)) > MAX_CHARACTERS:
        return Extract(refusal="document_too_big")
    if not any(line.strip() for line in lines):
        return Extract(refusal="document_empty")
    return Extract(tuple(lines), unread=unread)


def _lines(data: bytes) -> tuple[list[str] | str, tuple[int, ...]]:
    """The lines of a file, or why it is refused; and the pages that have no text."""
    if b"%PDF-" in data[:1024].lstrip() and not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        lines, unread = pdf_lines.lines_of(data, MAX_CHARACTERS)
        return lines or "document_no_text", unread
    return _of_other_kinds(data), ()


def _of_other_kinds(data: bytes) -> list[str] | str:
    start = data[:1024].lstrip()
    if data.startswith(b"PK\x03\x04"):
        return word_lines.lines_of(data) or "document_kind"
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an old Word file, or a newer one with a password
        return "document_locked" if "EncryptedPackage".encode("utf-16-le") in data else "document_old_word"
    if start.startswith(b"{\\rtf"):
        return "document_old_word"
    lines = encodings.lines_of(data)
    return "document_kind" if lines is None else lines
