"""One record made comparable in Python: what `normal` does with a list in DuckDB, value by value the same.

For a handful of records the database would take ten times as long to understand the question as to answer it.
"""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from nuandong.batch.linkage import characters
from nuandong.batch.linkage.normal import FEMALE, LETTERS, MALE, NARROW, WEIGHTS, WIDE

_NARROWER: Final = str.maketrans(WIDE, NARROW)
_BLANKS: Final = frozenset("\t\n\f\r ")
_SPACES: Final = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What a trim of the database takes away."""
_CHINESE: Final = re.compile("[一-龥]*")
_NUMBER_SIGNS: Final = re.compile(r"[\t\n\f\r '’-]|\.0\Z")
_NOT_DIGITS: Final = re.compile("[^0-9]")
_FOUR_DIGITS: Final = re.compile("[0-9]{4}")
_LONG: Final = re.compile("[0-9]{17}[0-9X]")
_SHORT: Final = re.compile("[0-9]{15}")
_DATES: Final = tuple(
    re.compile(form)
    for form in (
        r"(\d{4})-(\d{1,2})-(\d{1,2})", r"(\d{4})(\d\d)(\d\d)", r"(\d{4})年(\d{1,2})月(\d{1,2})日",
        r"(\d{4})\.(\d{1,2})\.(\d{1,2})", r"(\d{4})年(\d{1,2})月", r"(\d{4})(\d\d)", r"(\d{4})-(\d{1,2})", r"(\d{4})年",
    )
)  # fmt: skip
_NOBODYS_BIRTHDAY: Final = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Comparable:
    """The columns of `normal.sql` that fields are compared by; None where nothing is known."""

    letters: tuple[str, ...]
    name: str | None
    name_sound: str
    name_dialect: str
    name_shape: str
    id_number: str | None
    id_right: bool
    birth: date | None
    sex: int | None
    region: str | None
    address: str | None
    card: str | None
    phone: str | None


def comparable(record: Mapping[str, str]) -> Comparable:
    """A record of texts by the names of `columns.COLUMNS`, "" where nothing is known."""
    number, right = _number(_telling(_signs(record["id_number"]), 6))
    told = _birth(record["birth_date"])
    if told is None and right and number is not None:
        told = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    sex = _narrow(record["sex"]).strip(_SPACES).lower()
    address = _without(record["address"], "PC")
    return Comparable(
        *_spelled(_bare(record["name"])),
        id_number=number,
        id_right=right,
        birth=told,
        sex=1 if sex in MALE else 0 if sex in FEMALE else None,
        region=_digits(record["region"]) or None,
        address=address if len(address) >= 4 else None,
        card=_telling(_digits(record["card"]), 12),
        phone=_telling(_digits(record["phone"])[-11:], 7),
    )


def _narrow(text: str) -> str:
    return text if text.isascii() and text.isprintable() else text.translate(_NARROWER)


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", _narrow(text))


def _signs(text: str) -> str:
    return _NUMBER_SIGNS.sub("", _narrow(text)).upper()


def _bare(name: str) -> str:
    return name if _CHINESE.fullmatch(name) else _without(name, "PZC").lower()


def _without(text: str, kinds: str) -> str:
    """The text without blanks and characters of some kinds of Unicode: P marks, Z separators, C controls."""
    kept = (one for one in text if one not in _BLANKS)
    return "".join(one for one in kept if (kind := unicodedata.category(one))[0] not in kinds or kind == "Cn")


def _telling(number: str, fewest: int) -> str | None:
    """A number; None for "none", "unknown" and rows of one digit, which many people would share."""
    plain = len(number) >= fewest and number.isascii() and number.isalnum() and _FOUR_DIGITS.search(number)
    return number if plain and number.strip(number[0]) else None


def _number(number: str | None) -> tuple[str | None, bool]:
    """The number in 18 characters where it is an old one, and whether it is right by its check character and day."""
    if number is None:
        return None, False
    if _LONG.fullmatch(number):
        first = number[:17]
    elif _SHORT.fullmatch(number):
        first = f"{number[:6]}19{number[6:]}"
    else:
        return number, False
    last = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]
    whole = first + last if len(number) == 15 else number
    return whole, whole[-1] == last and _day(first[6:10], first[10:12], first[12:14]) is not None


def _birth(text: str) -> date | None:
    plain = _narrow(text).strip(_SPACES).replace("/", "-")
    for form in _DATES:
        if found := form.fullmatch(plain):
            day = _day(*found.groups())
            return None if day == _NOBODYS_BIRTHDAY else day
    return None


def _day(year: str, month: str = "1", day: str = "1") -> date | None:
    with suppress(ValueError):
        return date(int(year), int(month), int(day))
    return None


def _spelled(written: str) -> tuple[tuple[str, ...], str | None, str, str, str]:
    """The first letters simplified; the name simplified, by sound, by dialect, by shape."""
    known = characters.by_char()
    first, rest = [written[at : at + 1] for at in range(LETTERS)], written[LETTERS:]
    rows = [known.get(one, {}) for one in first]

    def spelled(column: str) -> list[str]:
        return [row.get(column, one) for row, one in zip(rows, first, strict=True)]

    letters = spelled("plain")
    sound, dialect = ("-".join([*spelled(column), rest]) for column in ("sound", "dialect"))
    name = "".join([*letters, rest]) if written else None
    return tuple(letters), name, sound, dialect, "".join([*spelled("shape"), rest])
