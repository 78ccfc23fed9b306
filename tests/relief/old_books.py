"""A workbook of the old kind (.xls, BIFF8 in a compound file), as small as spreadsheets still open it."""

import struct

_SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STREAM = 4096
"""Shorter streams would go into a stream of short sectors."""


def old_book(sheets: "dict[str, list[list[object]]]", *, hidden: "frozenset[str]" = frozenset()) -> bytes:
    """The sheets by name; words, whole and broken numbers as cells, "" and None for none."""
    bodies = [_sheet(rows) for rows in sheets.values()]
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    start += _record(0x0042, struct.pack("<H", 1200))
    size = len(start) + sum(12 + 2 * len(name) for name in sheets) + 4
    bounds = b""
    for name, body in zip(sheets, bodies, strict=True):
        bounds += _record(
            0x0085, struct.pack("<IBBBB", size, name in hidden, 0, len(name), 1) + name.encode("utf-16-le")
        )
        size += len(body)
    return _compound(start + bounds + _record(0x000A, b"") + b"".join(bodies))


def _sheet(rows: "list[list[object]]") -> bytes:
    made = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    made += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, int | float):
                made += _record(0x0203, place + struct.pack("<d", cell))
            elif cell:
                words = str(cell)
                made += _record(0x0204, place + struct.pack("<HB", len(words), 1) + words.encode("utf-16-le"))
    return made + _record(0x000A, b"")


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(_STREAM, b"\0")
    count = -(-len(stream) // _SECTOR)
    table = [_FAT, _END, *range(3, count + 2), _END]
    assert len(table) <= _SECTOR // 4, "one sector of the table is enough for a test"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, _STREAM, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    entries = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 2, len(stream)) + bytes(256)
    sectors = struct.pack("<128I", *table, *[_FREE] * (128 - len(table))) + entries
    return header + sectors + stream.ljust(count * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE) -> bytes:
    told = name.encode("utf-16-le")
    head = told.ljust(64, b"\0") + struct.pack("<HBBIII", len(told) + 2, kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
