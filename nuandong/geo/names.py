"""Sounds of names, for finding a division by typing its pinyin or the initials of it."""

from pypinyin import Style, lazy_pinyin


def pinyin_of(name: str) -> str:
    """Syllables without tones, run together: 南明区 as "nanmingqu"; other signs than letters and digits fall away."""
    return _plain(lazy_pinyin(name))


def initials_of(name: str) -> str:
    """First letters: 南明区 as "nmq"."""
    return _plain(lazy_pinyin(name, style=Style.FIRST_LETTER))


def _plain(syllables: list[str]) -> str:
    return "".join(char for char in "".join(syllables).lower() if char.isascii() and char.isalnum())
