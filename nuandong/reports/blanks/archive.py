"""Runs in a limited child process: the parts of an office file, refused when it could do anything but be filled in."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from lxml import etree

from nuandong.kernel.office import CONTENT_TYPES, RefusedError, check_names, check_part

MAX_PARTS: Final = 1000
MAX_UNPACKED: Final = 60 * 1024 * 1024
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    KeyError,
    IndexError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part by name, in the order of the file. Raises RefusedError, or one of BROKEN."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise RefusedError("too_big")
        if len({entry.filename for entry in entries}) != len(entries):
            raise ValueError("one part twice")
        parts = {entry.filename: archive.read(entry) for entry in entries}
    check_names(parts)
    for name, content in parts.items():
        check_part(name, content)
    if CONTENT_TYPES not in parts:
        raise KeyError(CONTENT_TYPES)
    return parts


def written(tree: "etree._Element") -> bytes:
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def rewritten(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The file with some parts replaced; all others stay byte for byte, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as copy:
        for entry in archive.infolist():
            content = changed.get(entry.filename)
            kept = zipfile.ZipInfo(entry.filename, entry.date_time)
            kept.compress_type = zipfile.ZIP_DEFLATED
            kept.external_attr = entry.external_attr
            copy.writestr(kept, archive.read(entry) if content is None else content)
    return target.getvalue()


def spliced(pieces: "list[tuple[etree._Element | None, str]]", start: int, end: int, words: str) -> None:
    """Put words in place of a stretch of a text that lies in pieces; they stand in the first piece they meet.

    A piece without an element (a tab, the end of a paragraph) stays. An empty stretch goes to the end of the piece
    before it.
    """
    at, left = 0, words
    ends = [(node, text) for node, text in pieces if node is not None]
    for node, text in pieces:
        first, last = max(start - at, 0), min(end - at, len(text))
        touches = first < last or (start == end and at < start <= at + len(text))
        at += len(text)
        if node is None or not touches:
            continue
        node.text = text[:first] + left + text[max(first, last) :]
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        left = ""
    if left and ends:
        node = ends[-1][0]
        assert node is not None
        node.text = (node.text or "") + left
