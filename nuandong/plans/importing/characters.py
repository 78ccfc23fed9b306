"""Repairs of characters: doubled glyphs, shifted bytes, traditional forms."""

import re
import unicodedata
from functools import cache
from typing import Final

from nuandong.plans.importing.words import traditional

# Fonts without a glyph print it twice: the character, then its reading with tone marks in brackets.
_READING: Final = re.compile(r"(?<=[㐀-鿿])[(（][a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,4}[)）]")
# A byte was lost and the text after it is read one byte off, up to a Latin letter where the bytes meet again. Letters
# of alphabets that no office uses give it away. At the beginning of a line the lost one belongs to an indent, and the
# first shifted thing is the number in brackets; inside a line it belongs to a full stop that reads "?" now.
_SHIFTED_NUMBER: Final = re.compile(r"^。([ㄅ-ㄩǎǐǒǔǖǘǚǜ][^\s,，。、；;:：()（）0-9A-Za-z]{0,24})([A-Za-z@]?)")
_SHIFTED_STOP: Final = re.compile(r"[?？]([^\s,，。、；;:：()（）0-9A-Za-z?？]{0,2})([A-Za-z])(?=[㐀-鿿])")
_NUMBERED: Final = re.compile(r"（[一二三四五六七八九十]{1,2}）")
_NOT_PRINTED: Final = (b"", b"\xfd\xa3", b"\xfe\xa3")
"""What 三）and 二）become when shifted is no character and was dropped."""


# Fonts in PDF files name some glyphs by the radical they look like.
_RADICALS: Final = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | {
    ord(old): new
    for old, new in zip(
        "⺠⻓⻅⻋⻔⻛⻜⻢⻥⻦⻩⻬⻰⻮⻄⻆⻉⻘⻚⻁⻤⻣⻨⺟⺮⻎⻝⻳⻐⺻⻌⺶⻈",
        "民长见车门风飞马鱼鸟黄齐龙齿西角贝青页虎鬼骨麦母竹辶食龟钅肀辶羊讠",
        strict=True,
    )
}


GARBLED: Final = re.compile(r"[ㄅ-ㄩЀ-ӿ─-▟぀-ヿ\ufffd]")
"""Letters that stand in no plan: what is left of bytes that were lost."""


def repaired(line: str) -> str:
    """A line without doubled glyphs and with its shifted pieces read right, as far as that is certain."""
    line = _READING.sub("", line.translate(_RADICALS))
    return _READING.sub("", _SHIFTED_STOP.sub(_stop, _SHIFTED_NUMBER.sub(_number, line)))


def _number(found: re.Match[str]) -> str:
    body, letter = found.groups()
    for dropped in _NOT_PRINTED:
        try:
            first, rest = body[0].encode("gbk"), body[1:].encode("gbk") + letter.encode()
            text = (b"\xa3" + first + dropped + rest).decode("gbk", errors="ignore")
        except UnicodeEncodeError:
            return found[0]
        if number := _NUMBERED.match(text):
            # Without the meeting point more may have been dropped: then only the number is certain.
            return text if letter else number[0] + body[2 if dropped else 3 :]
    return found[0]


def _stop(found: re.Match[str]) -> str:
    try:
        return (b"\xa1\xa3\xbf" + (found[1] + found[2]).encode("gbk")).decode("gbk")
    except UnicodeError:
        return found[0]


_FEW: Final = 2
_DENSE: Final = 12
"""Of so many characters of a traditional text at least one is written otherwise than in simplified writing."""


@cache
def _table() -> tuple[dict[int, str], dict[int, str], re.Pattern[str]]:
    words = traditional()
    certain = {ord(old): new for old, new in words.certain.items()}
    every = certain | {ord(old): new for old, new in words.possible.items()}
    kept = sorted({word for several in words.keep.values() for word in several}, key=len, reverse=True)
    return certain, every, re.compile("|".join(map(re.escape, kept)))


def is_traditional(text: str) -> bool:
    """Whether a text has enough characters that simplified writing does not know; a short one has few, but densely."""
    certain = _table()[0]
    found = sum(ord(char) in certain for char in text)
    if found >= traditional().threshold:
        return True
    new = frozenset(certain.values())
    signs = [char for char in text if "一" <= char <= "鿿"]
    return found >= _FEW and found * _DENSE >= len(signs) and found > sum(char in new for char in signs)


def simplified(text: str) -> str:
    """A traditional text in simplified characters, one for one."""
    _certain, every, kept = _table()
    stay = frozenset(traditional().keep)
    changed = list(text.translate(every))
    for found in kept.finditer(text):
        for place in range(*found.span()):
            if text[place] in stay:
                changed[place] = text[place]
    text = "".join(changed)
    for old, new in traditional().phrases.items():
        text = text.replace(old, new)
    return text
