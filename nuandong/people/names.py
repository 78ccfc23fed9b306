"""How a name is built: its searchable form, and where the surname ends."""

import re
import unicodedata
from typing import Final

from nuandong.kernel.surnames import COMPOUND
from nuandong.people.variants import TO_SIMPLIFIED

DOT: Final = "·"
_DOTS: Final = str.maketrans(dict.fromkeys("•‧・．∙⋅᛫", DOT))
_HAN: Final = re.compile("[㐀-\u4dbf一-\u9fff\uf900-\ufaff\U00020000-\U000323af〇]")
_ALL_HAN: Final = re.compile(f"{_HAN.pattern}+")
# Nearly every name: there is nothing to unify but the script.
_PLAIN: Final = re.compile("[一-\u9fff]+")
_LONGEST_COMPOUND: Final = max(map(len, COMPOUND))


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one, the rare blocks outside the basic plane included."""
    return _HAN.match(char) is not None


def is_plain(name: str) -> bool:
    """Whether a name is of the common Chinese characters only, so that there is nothing to clean."""
    return _PLAIN.fullmatch(name) is not None


def all_han(text: str) -> bool:
    """Whether a text is made of Chinese characters only; an empty one is not."""
    return _ALL_HAN.fullmatch(text) is not None


def tidy(name: str) -> str:
    """A name as it is stored: one kind of middle dot, no spaces between Chinese characters."""
    if is_plain(name):
        return name
    dotted = name.translate(_DOTS)
    return re.sub(rf"(?<={_HAN.pattern}|{DOT})\s+(?={_HAN.pattern}|{DOT})", "", dotted).strip()


def fold(name: str) -> str:
    """A name as it is compared: simplified characters, lower-case Latin letters, no dots, spaces or accents."""
    if is_plain(name):
        return name.translate(TO_SIMPLIFIED)
    wide = unicodedata.normalize("NFKD", name.translate(_DOTS)).translate(TO_SIMPLIFIED).casefold()
    return "".join(char for char in wide if is_han(char) or (char.isascii() and char.isalpha()))


def split(name: str) -> tuple[str, str]:
    """Surname and given name of a folded Chinese name; a name with a dot or Latin letters has no surname."""
    if not all_han(name):
        return "", name
    for size in range(min(_LONGEST_COMPOUND, len(name) - 1), 1, -1):
        if name[:size] in COMPOUND:
            return name[:size], name[size:]
    return name[0], name[1:]


def words(name: str) -> list[str]:
    """The parts of a dotted or Latin name, folded; a plain Chinese name is one part."""
    if is_plain(name):
        return [fold(name)]
    return [part for part in map(fold, re.split(rf"[\s{DOT}]+", name.translate(_DOTS))) if part]
