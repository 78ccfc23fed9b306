"""The objects of a PDF file: as much of the format as reading text needs. Runs in a limited child process.

Objects are found by scanning the file, not by its tables, so that files with broken tables can be read too. Encrypted
files are refused. Filters other than Flate are not known: no text is packed in them in practice.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

MAX_UNPACKED: Final = 120 * 1024 * 1024
_OBJECT: Final = re.compile(rb"(?<![0-9])(\d{1,10})\s+(\d{1,5})\s+obj\b")
_SPACE: Final = b"\0\t\n\f\r "
_DELIMITERS: Final = b"()<>[]{}/%"
_NUMBER: Final = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
_ESCAPES: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_DEEPEST: Final = 40


class Name(str):
    """/Something."""

    __slots__ = ()


class Operator(bytes):
    """A bare word of a content stream, or true, false, null, R."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    number: int


@dataclass(slots=True)
class Stream:
    """A dictionary with packed content."""

    entries: dict[str, Any]
    packed: bytes


class Reader:
    """Tokens of PDF syntax, one value at a time; None at the end of the data."""

    def __init__(self, data: bytes, place: int = 0) -> None:
        self.data, self.place = data, place

    def value(self, depth: int = 0) -> Any:
        if depth > _DEEPEST:
            raise ValueError("too deep")
        self._skip()
        data, place = self.data, self.place
        if place >= len(data):
            return None
        char = data[place : place + 1]
        if char == b"/":
            return Name(self._word(place + 1).decode("latin-1"))
        if char == b"(":
            return self._literal()
        if data.startswith(b"<<", place):
            self.place += 2
            return self._dictionary(depth)
        if char == b"<":
            end = data.find(b">", place)
            self.place = len(data) if end < 0 else end + 1
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", data[place + 1 : self.place])
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        if char == b"[":
            self.place += 1
            return self._array(depth)
        if found := _NUMBER.match(data, place):
            self.place = found.end()
            return float(found[0]) if b"." in found[0] else int(found[0])
        if char in _DELIMITERS:
            self.place += 2 if data.startswith(b">>", place) else 1
            return Operator(data[place : self.place])
        return Operator(self._word(place) or self._one())

    def _one(self) -> bytes:
        self.place += 1
        return self.data[self.place - 1 : self.place]

    def _skip(self) -> None:
        data, place = self.data, self.place
        while place < len(data):
            if data[place] in _SPACE:
                place += 1
            elif data[place : place + 1] == b"%":
                ends = [at for at in (data.find(b"\n", place), data.find(b"\r", place)) if at >= 0]
                place = min(ends, default=len(data))
            else:
                break
        self.place = place

    def _word(self, start: int) -> bytes:
        end = start
        while end < len(self.data) and self.data[end] not in _SPACE and self.data[end] not in _DELIMITERS:
            end += 1
        self.place = end
        return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), self.data[start:end])

    def _literal(self) -> bytes:
        data, place, depth, out = self.data, self.place + 1, 1, bytearray()
        while place < len(data):
            char = data[place : place + 1]
            if char == b"\\":
                following = data[place + 1 : place + 2]
                if octal := re.match(rb"[0-7]{1,3}", data[place + 1 : place + 4]):
                    out.append(int(octal[0], 8) & 255)
                    place += 1 + len(octal[0])
                    continue
                if following not in b"\r\n":
                    out += _ESCAPES.get(following, following)
                place += 2
                continue
            depth += (char == b"(") - (char == b")")
            place += 1
            if depth == 0:
                break
            out += char
        self.place = place
        return bytes(out)

    def _array(self, depth: int) -> list[Any]:
        items: list[Any] = []
        while (item := self.value(depth + 1)) is not None and item != b"]":
            _add(items, item)
        return items

    def _dictionary(self, depth: int) -> dict[str, Any]:
        items: list[Any] = []
        while (item := self.value(depth + 1)) is not None and item != b">>":
            _add(items, item)
        return {str(key): item for key, item in zip(items[::2], items[1::2], strict=False)}


def _add(items: list[Any], item: Any) -> None:
    """Collect a value; "12 0 R" becomes a reference."""
    if item == b"R" and isinstance(item, Operator) and len(items) > 1 and isinstance(items[-2], int):
        items[-2:] = [Ref(items[-2])]
    else:
        items.append(item)


@dataclass(slots=True)
class File:
    """All objects of a file by number; a later one of the same number stands in for an earlier one."""

    objects: dict[int, Any] = field(default_factory=dict)
    encrypted: bool = False
    unpacked: int = 0

    @classmethod
    def read(cls, data: bytes) -> "File":
        file = cls(encrypted=bool(re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", data)))
        for found in _OBJECT.finditer(data):
            reader = Reader(data, found.end())
            value = reader.value()
            if isinstance(value, dict) and (start := re.compile(rb"\s*stream\r?\n").match(data, reader.place)):
                value = Stream(value, _packed(data, start.end(), value.get("Length")))
            file.objects[int(found[1])] = value
        for number, item in list(file.objects.items()):
            if isinstance(item, Stream) and item.entries.get("Type") == "ObjStm":
                file.objects.update(
                    {key: one for key, one in file._inner(item) if key not in file.objects or key != number}
                )
        return file

    def _inner(self, packed: Stream) -> Iterator[tuple[int, Any]]:
        data = self.content(packed)
        count, first = self.get(packed.entries.get("N")), self.get(packed.entries.get("First"))
        head = Reader(data)
        for _index in range(count if isinstance(count, int) else 0):
            number, offset = head.value(), head.value()
            if not isinstance(number, int) or not isinstance(offset, int):
                return
            yield number, Reader(data, first + offset).value()

    def get(self, value: Any) -> Any:
        """What a reference leads to; anything else is itself."""
        for _step in range(_DEEPEST):
            if not isinstance(value, Ref):
                break
            value = self.objects.get(value.number)
        return value

    def entries(self, value: Any) -> dict[str, Any]:
        """The dictionary a value is or leads to; an empty one where it is none."""
        value = self.get(value)
        if isinstance(value, Stream):
            return value.entries
        return value if isinstance(value, dict) else {}

    def content(self, stream: Stream) -> bytes:
        """The unpacked content; what cannot be unpacked is empty."""
        filters = self.get(stream.entries.get("Filter"))
        names = [self.get(one) for one in filters] if isinstance(filters, list) else [filters] if filters else []
        data = stream.packed
        for name in names:
            if name not in {"FlateDecode", "Fl"}:
                return b""
            data = _inflated(data)
            self.unpacked += len(data)
            if self.unpacked > MAX_UNPACKED:
                raise ValueError("too much")
        return data


def _packed(data: bytes, start: int, length: Any) -> bytes:
    """The bytes of a stream: as long as it says where that is right, else up to its end mark."""
    if isinstance(length, int) and re.match(rb"\s*endstream", data[start + length : start + length + 20]):
        return data[start : start + length]
    end = data.find(b"endstream", start)
    return data[start : end if end >= 0 else len(data)]


def _inflated(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        return unpacker.decompress(data, MAX_UNPACKED)
    except zlib.error:
        return b""
