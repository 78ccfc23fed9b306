"""Search keys of a person: short typed strings «kind:value», hashed with a secret before they are stored.

Equality of hashes is the only comparison the database makes, so each way to look for somebody is a kind of key.
"""

from enum import StrEnum
from typing import Final

from nuandong.kernel import pinyin
from nuandong.people.names import DOT, all_han, fold, is_han, split, tidy, words

MAX_PARTS: Final = 30
"""Bigrams kept of one name; longer names are found by their beginning."""


class Kind(StrEnum):
    NAME = "name"  # the whole folded name
    PART = "part"  # two neighbouring characters
    SURNAME = "sur"
    PINYIN = "pin"  # syllables of the whole name joined, every reading of the surname
    SURNAME_PINYIN = "spi"
    INITIALS = "ini"
    SOUND = "snd"  # syllables after merging sounds that dialects merge
    ID_TAIL = "id4"
    PHONE_TAIL = "tel4"
    PHONE = "tel"
    TEMPORARY = "tmp"  # the signs of a temporary number, without its date


def key(kind: Kind, value: str) -> str:
    return f"{kind}:{value}"


def bigrams(folded: str) -> list[str]:
    """Neighbouring characters, Chinese ones only: letters are found by word and by sound."""
    pairs = (folded[at : at + 2] for at in range(len(folded) - 1))
    return [pair for pair in pairs if all_han(pair)][:MAX_PARTS]


def surname_of(name: str) -> tuple[str, str]:
    """Surname and given name of a name as written; a dotted name is all given name."""
    folded = fold(name)
    return ("", folded) if DOT in tidy(name) else split(folded)


def name_keys(name: str) -> set[str]:
    """Keys of a name of any build; a name without any letter or character has none."""
    folded = fold(name)
    if not folded:
        return set()
    found = {key(Kind.NAME, folded)} | {key(Kind.PART, part) for part in bigrams(folded)}
    if not any(map(is_han, folded)):
        return found | _latin_keys(words(name))
    surname, given = surname_of(name)
    if surname:
        found.add(key(Kind.SURNAME, surname))
        found |= {key(Kind.SURNAME_PINYIN, "".join(one)) for one in pinyin.surname_readings(surname) if one}
    for syllables in filter(None, pinyin.readings(surname, given)):
        found |= _spoken_keys(syllables)
    if len(parts := words(name)) > 1:
        spoken = filter(None, ("".join(map(pinyin.reading, part)) for part in parts))
        found |= {key(Kind.PINYIN, letters) for letters in spoken}
    return found


def _spoken_keys(syllables: tuple[str, ...]) -> set[str]:
    return {
        key(Kind.PINYIN, "".join(syllables)),
        key(Kind.INITIALS, pinyin.initials(syllables)),
        key(Kind.SOUND, pinyin.sounds(syllables)),
    }


def _latin_keys(parts: list[str]) -> set[str]:
    found = {key(Kind.PINYIN, part) for part in (*parts, "".join(parts))}
    return found | {key(Kind.INITIALS, "".join(part[0] for part in parts))}


def phone_keys(phone: str) -> set[str]:
    """Keys of a phone number: the whole and its last four digits; shorter numbers have none."""
    digits = phone if phone.isascii() and phone.isdigit() else "".join(filter(_is_digit, phone))
    if len(digits) < 4:
        return set()
    return {key(Kind.PHONE, digits), key(Kind.PHONE_TAIL, digits[-4:])}


def _is_digit(char: str) -> bool:
    return char.isascii() and char.isdigit()


def id_keys(number: str) -> set[str]:
    """The last four of an identity number or other document, upper case."""
    compact = number.upper()
    if not (compact.isascii() and compact.isalnum()):
        compact = "".join(char for char in compact if char.isascii() and char.isalnum())
    return {key(Kind.ID_TAIL, compact[-4:])} if len(compact) >= 4 else set()


def temporary_keys(number: str | None) -> set[str]:
    """The signs after the date of a temporary number such as 20261201-7K3QX."""
    return {key(Kind.TEMPORARY, number.rpartition("-")[2])} if number else set()
