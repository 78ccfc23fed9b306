"""Plain text: in which encoding its bytes are."""

import re
from typing import Final

_BINARY: Final = re.compile(r"[\0-\x08\x0e-\x1b]")
_ENDS: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_HAN: Final = re.compile(r"[㐀-鿿]")
_OTHERS: Final = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_LEAST: Final = 0.3
_SAMPLE: Final = 20_000


def lines_of(data: bytes) -> list[str] | None:
    """The lines of a text in UTF-8, UTF-16, GB18030 or Big5; None for what is no text."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = _decoded(data, "utf-16" if marked else "utf-8-sig")
    if text is None or "\0" in text:
        # What one set takes for characters another takes for rare ones: the text with the common ones is right.
        readings = [one for one in (_decoded(data, encoding) for encoding in _OTHERS) if one is not None]
        text = max(readings, key=_common, default=None)
        if text is None or _common(text) < _LEAST:
            return None
    return None if _BINARY.search(text) else _ENDS.split(text)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _common(text: str) -> float:
    """Which share of the Chinese characters the first level of one of the two national sets holds."""
    found = _HAN.findall(text[:_SAMPLE])
    return sum(map(_is_common, found)) / len(text[:_SAMPLE]) if found else 0.0


def _is_common(char: str) -> bool:
    for encoding, first, last in (("gb2312", 0xB0A1, 0xD7F9), ("big5", 0xA440, 0xC67E)):
        code = int.from_bytes(char.encode(encoding, "ignore"), "big")
        if first <= code <= last:
            return True
    return False
