"""The numbers Word sets before paragraphs by itself: 一、 （一） 1. — they stand in no text, only in the numbering."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE: Final = f"{WORD}val"
_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN: Final = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS: Final = 9
_DEEPEST: Final = 20
"""So many styles may be based on one another."""


def chinese(number: int) -> str:
    """一 … 九百九十九 as numerals are counted: 十一, 一百零三."""
    if number >= 1000 or number <= 0:
        return "".join(_DIGITS[int(digit)] for digit in str(max(number, 0)))
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    text += "零" if hundreds and rest and not tens else ""
    text += (_DIGITS[tens] if tens > 1 or (tens and hundreds) else "") + "十" if tens else ""
    return text + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        text += letters * times
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": lambda number: chinese(number).translate(_LEGAL),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered; `text` holds %1 to %9 for the numbers of the levels."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    """The level (from 1) after which counting begins anew; 0 for never, None for any above."""

    def shown(self, number: int) -> str:
        return _FORMATS.get(self.format, str)(number)


@dataclass(slots=True)
class Numbers:
    """The lists of a document and where counting stands; ask `before` for every paragraph in order."""

    _lists: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)
    """numId → the definition it counts with, and its levels."""
    _styles: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    """Style → the style it is based on, its numId and level ("" and -1 for none)."""
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    def before(self, paragraph: Element) -> str:
        """The number Word prints before a paragraph, "" for none and for bullets."""
        number, level = self._place(paragraph)
        if number not in self._lists or not 0 <= level < _LEVELS:
            return ""
        counted, levels = self._lists[number]
        counts = self._counts.setdefault(counted, [None] * _LEVELS)
        rule = levels.get(level, _Level())
        last = counts[level]
        counts[level] = rule.start if last is None else last + 1
        for above in range(level):
            if counts[above] is None:
                counts[above] = levels.get(above, _Level()).start
        for below in range(level + 1, _LEVELS):
            restart = levels.get(below, _Level()).restart
            if restart is None or level < restart:
                counts[below] = None
        if rule.format in {"bullet", "none"}:
            return ""
        return re.sub(
            "%([1-9])",
            lambda found: levels.get(int(found[1]) - 1, rule).shown(counts[int(found[1]) - 1] or 0),
            rule.text,
        )

    def _place(self, paragraph: Element) -> tuple[str, int]:
        own = paragraph.find(f"{WORD}pPr/{WORD}numPr")
        number, level = _numbered(own)
        style = _value(paragraph.find(f"{WORD}pPr/{WORD}pStyle")) or ""
        for _depth in range(_DEEPEST):
            if (number and level >= 0) or style not in self._styles:
                break
            style, by_style, at = self._styles[style]
            number = number or by_style
            level = at if level < 0 else level
        return number, max(level, 0)


def numbers_of(numbering: Element | None, styles: Element | None) -> Numbers:
    """The lists of word/numbering.xml with the styles of word/styles.xml that number their paragraphs."""
    found = Numbers()
    for style in styles.iterchildren(f"{WORD}style") if styles is not None else ():
        number, level = _numbered(style.find(f"{WORD}pPr/{WORD}numPr"))
        based = _value(style.find(f"{WORD}basedOn")) or ""
        found._styles[style.get(f"{WORD}styleId", "")] = (based, number, level)
    if numbering is None:
        return found
    abstract = {one.get(f"{WORD}abstractNumId", ""): one for one in numbering.iterchildren(f"{WORD}abstractNum")}
    named = {
        name: one for one in abstract.values() if (name := _value(one.find(f"{WORD}styleLink")))
    }  # a list kept as a style, which others point at
    for one in numbering.iterchildren(f"{WORD}num"):
        key = _value(one.find(f"{WORD}abstractNumId")) or ""
        definition = abstract.get(key)
        if definition is None:
            continue
        definition = named.get(_value(definition.find(f"{WORD}numStyleLink")) or "", definition)
        levels = dict(map(_level, definition.iterchildren(f"{WORD}lvl")))
        number = one.get(f"{WORD}numId", "")
        for override in one.iterchildren(f"{WORD}lvlOverride"):
            key = f"{key}/{number}"  # it counts by itself
            place = _whole(override.get(f"{WORD}ilvl"), 0)
            inner = override.find(f"{WORD}lvl")
            if inner is not None:
                levels[place] = _level(inner)[1]
            start = _value(override.find(f"{WORD}startOverride"))
            if start is not None:
                was = levels.get(place, _Level())
                levels[place] = _Level(_whole(start, 1), was.format, was.text, was.restart)
        found._lists[number] = (key, levels)
    return found


def _level(element: Element) -> tuple[int, _Level]:
    restart = _value(element.find(f"{WORD}lvlRestart"))
    form = element.find(f"{WORD}numFmt")
    if form is None:  # formats of newer versions stand beside a fallback
        form = element.find(f".//{WORD}numFmt")
    return _whole(element.get(f"{WORD}ilvl"), 0), _Level(
        _whole(_value(element.find(f"{WORD}start")), 1),
        _value(form) or "decimal",
        _value(element.find(f"{WORD}lvlText")) or "",
        None if restart is None else _whole(restart, 0),
    )


def _numbered(element: Element | None) -> tuple[str, int]:
    if element is None:
        return "", -1
    level = _value(element.find(f"{WORD}ilvl"))
    return _value(element.find(f"{WORD}numId")) or "", -1 if level is None else _whole(level, -1)


def _value(element: Element | None) -> str | None:
    return None if element is None else element.get(_VALUE)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else otherwise
