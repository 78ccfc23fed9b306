"""From the bytes of a message to a `ParsedAlert`: pure, bounded, offline."""

from collections.abc import Mapping
from typing import Any

from nuandong.alerts.catalogue import Catalogue, catalogue
from nuandong.alerts.formats import cap, gbt, simple_json
from nuandong.alerts.formats.decode import decode
from nuandong.alerts.formats.limits import not_a_message, several_messages
from nuandong.alerts.formats.parsed import Format, ParsedAlert
from nuandong.alerts.formats.xml import Node, read_xml

__all__ = ["detect", "parse"]


def detect(data: bytes) -> Format:
    """Which format the bytes are in; raises `Invalid` for broken, hostile, oversized or unknown content."""
    return _recognise(data)[0]


def parse(data: bytes, tables: Catalogue | None = None) -> ParsedAlert:
    """Read a message in any of the formats (CAP 1.2, GB/T 35965.1 style, simple JSON).

    What is not understood becomes a note of the result; a message without number, sender, time or meaning raises
    `Invalid` with a code and advice, as does anything hostile (at most 1 MB, 64 levels, 20,000 elements, no DTD).
    """
    tables = tables or catalogue()
    kind, content = _recognise(data)
    if isinstance(content, Node):
        return cap.read(content, tables) if kind is Format.CAP else gbt.read(content, tables)
    return simple_json.read(content, tables)


def _recognise(data: bytes) -> tuple[Format, Node | Mapping[str, Any]]:
    text = decode(data).lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        root = read_xml(text)
        if cap.looks_like(root):
            return Format.CAP, root
        if gbt.looks_like(root):
            return Format.GBT, root
        if sum(1 for _ in root.all("alert")) > 1:
            raise several_messages()
    elif text.startswith(("{", "[")):
        content = simple_json.load(text)
        if simple_json.looks_like(content):
            return Format.JSON, content
    raise not_a_message()
