"""From bytes to text: the size bound, the encodings that occur, and nothing guessed."""

import codecs
import re

from nuandong.alerts.formats.limits import MAX_BYTES, empty, not_text, too_big

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
# GB 18030 contains GBK and GB 2312; expat itself knows no multi-byte encodings, so they are decoded here.
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
}


def decode(data: bytes) -> str:
    """Text of a message without byte order mark and XML declaration.

    UTF-8, UTF-16 with a byte order mark, and the GB encodings when declared; anything else raises `Invalid`.
    """
    if len(data) > MAX_BYTES:
        raise too_big(len(data))
    if not data.strip():
        raise empty()
    body, encoding = _encoding(data)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise not_text(encoding) from error
    if "\x00" in text:
        raise not_text("NUL")
    text = _DECLARATION.sub("", text, count=1)
    if not text.strip():
        raise empty()
    return text


def _encoding(data: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :], encoding
    declared = _DECLARED.match(data)
    if declared is None:
        return data, "utf-8"
    name = declared[1].decode("ascii").lower()
    if name not in _ENCODINGS:
        raise not_text(name)
    return data, _ENCODINGS[name]
