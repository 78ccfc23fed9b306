"""What somebody typed into the search box, turned into the keys to ask for.

A query becomes probes, asked one after the other, the closest first. A probe is a set of keys a person must all
hold. One box takes a name, part of a name, letters (pinyin or initials), digits, or several of these together.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import product
from typing import Final

from nuandong.kernel import pinyin
from nuandong.kernel.errors import Invalid
from nuandong.kernel.surnames import COMPOUND
from nuandong.kernel.text import clean_line, halfwidth
from nuandong.kernel.text import gettext_noop as _
from nuandong.people.keys import Kind, bigrams, key
from nuandong.people.names import fold, is_han, split, words

MAX_LENGTH: Final = 60
MAX_PROBES: Final = 12
TAIL: Final = 4
_NUMBER: Final = re.compile(r"[0-9]+[xX]?(?![A-Za-z])")
_MAX_INITIALS: Final = 6
_PASSPORT: Final = re.compile(r"[A-Za-z]{1,2}[0-9]{6,10}")
_TEMPORARY: Final = re.compile(r"([0-9]{8}-)?([0-9A-HJKMNP-TV-Z]{5})")


class Tier(IntEnum):
    """How close a match is; lower is closer."""

    DOCUMENT = 0
    TEMPORARY = 1
    PHONE = 2
    NAME = 3
    TAIL = 4
    PART = 5
    SAME_PINYIN = 6
    SURNAME = 7
    INITIALS = 8
    SOUND = 9


# Keys that few people share come first: the database walks the first and checks the others.
_RARE_FIRST: Final = [
    Kind.TEMPORARY,
    Kind.PHONE, Kind.ID_TAIL, Kind.PHONE_TAIL, Kind.NAME, Kind.PINYIN, Kind.SOUND, Kind.PART, Kind.INITIALS,
    Kind.SURNAME_PINYIN, Kind.SURNAME,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Probe:
    tier: Tier
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """`number` is a whole number of a paper to look up among documents; `name` the folded Chinese part."""

    probes: tuple[Probe, ...]
    number: str = ""
    name: str = ""


def parse_query(text: str) -> Query:
    """Read a search text; one that asks for nothing, or for fewer than four digits, raises `Invalid`."""
    line = halfwidth(clean_line(text, MAX_LENGTH, field="q"))
    if temporary := temporary_sign(line):
        return Query((Probe(Tier.TEMPORARY, (key(Kind.TEMPORARY, temporary),)),))
    if _PASSPORT.fullmatch(line):
        return Query((), line.upper())
    numbers = _NUMBER.findall(line)
    rest = _NUMBER.sub(" ", line)
    names = _name_probes(rest)
    tails, number = _number_probes(numbers)
    if not names and not tails and not number:
        raise Invalid(
            "search_empty",
            _("没有可查找的内容。"),
            _("请输入姓名、姓名的一部分、拼音、首字母、身份证或电话后四位。"),
            field="q",
        )
    if names and tails:
        probes = [Probe(max(one.tier, tail.tier), one.keys + tail.keys) for one, tail in product(names, tails)]
    else:
        probes = names or tails
    probes.sort(key=lambda probe: probe.tier)
    distinct = dict.fromkeys(Probe(probe.tier, _rare_first(probe.keys)) for probe in probes)
    return Query(tuple(distinct)[:MAX_PROBES], number, "".join(filter(is_han, fold(rest))))


def temporary_sign(text: str) -> str:
    """The five signs of a temporary number, typed whole or without its date; "" if the text is none.

    Without the date, signs that are all digits or all letters are taken for what they look like instead.
    """
    found = _TEMPORARY.fullmatch(text.strip().upper())
    if found is None or (found[1] is None and (found[2].isdigit() or found[2].isalpha())):
        return ""
    return found[2]


def _rare_first(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(keys), key=lambda one: _RARE_FIRST.index(Kind(one.split(":", 1)[0]))))


def _number_probes(numbers: list[str]) -> tuple[list[Probe], str]:
    """Probes for the digits typed, and the identity number among them."""
    probes: list[Probe] = []
    whole = ""
    for number in numbers:
        if len(number) < TAIL:
            raise Invalid(
                "search_digits_few",
                _("数字太短：%(count)d 位。"),
                _("请输入身份证号或电话的后四位，或完整号码。"),
                field="q",
                count=len(number),
            )
        tail = number[-TAIL:].upper()
        if len(number) in {15, 18}:
            whole = number.upper()
        elif len(number) > TAIL and number.isdigit():
            probes.append(Probe(Tier.PHONE, (key(Kind.PHONE, number),)))
        if not whole:
            probes.append(Probe(Tier.TAIL, (key(Kind.ID_TAIL, tail),)))
            if tail.isdigit():
                probes.append(Probe(Tier.TAIL, (key(Kind.PHONE_TAIL, tail),)))
    return probes, whole


def _name_probes(text: str) -> list[Probe]:
    folded = fold(text)
    if not folded:
        return []
    chinese = [is_han(char) for char in folded]
    if all(chinese):
        return _chinese(folded)
    return _mixed(folded) if any(chinese) else _latin(text)


def _chinese(name: str) -> list[Probe]:
    if len(name) == 1 or name in COMPOUND:
        by_surname = Probe(Tier.SURNAME, (key(Kind.SURNAME, name),))
        return [by_surname] if len(name) == 1 else [Probe(Tier.NAME, (key(Kind.NAME, name),)), by_surname, _part(name)]
    probes = [Probe(Tier.NAME, (key(Kind.NAME, name),)), _part(name)]
    for syllables in filter(None, pinyin.readings(*split(name))):
        probes.append(Probe(Tier.SAME_PINYIN, (key(Kind.PINYIN, "".join(syllables)),)))
        probes.append(Probe(Tier.SOUND, (key(Kind.SOUND, pinyin.sounds(syllables)),)))
    return probes


def _part(name: str) -> Probe:
    return Probe(Tier.PART, tuple(key(Kind.PART, part) for part in bigrams(name)))


def _latin(text: str) -> list[Probe]:
    parts = [part for part in map(pinyin.normal, words(text)) if part]
    joined = "".join(parts)
    probes = [Probe(Tier.SAME_PINYIN, (key(Kind.PINYIN, joined),))]
    if len(parts) > 1:
        probes.append(Probe(Tier.SAME_PINYIN, tuple(key(Kind.PINYIN, part) for part in parts)))
    readings = pinyin.cuts(joined)
    if any(len(syllables) <= 2 for syllables in readings):
        probes.append(Probe(Tier.SURNAME, (key(Kind.SURNAME_PINYIN, joined),)))
    if len(joined) <= _MAX_INITIALS:
        probes.append(Probe(Tier.INITIALS, (key(Kind.INITIALS, joined),)))
    probes += [Probe(Tier.SOUND, (key(Kind.SOUND, pinyin.sounds(syllables)),)) for syllables in readings]
    return probes


def _mixed(folded: str) -> list[Probe]:
    """Characters and letters together (王xm, 王xiaoming, 王小m): sound of the whole, and the characters as written."""
    chunks = re.findall(r"[a-z]+|[^a-z]+", folded)
    fixed: list[str] = []
    for place, chunk in enumerate(chunks):
        if is_han(chunk[0]):
            fixed += [key(Kind.PART, part) for part in bigrams(chunk)]
            if place == 0 and (len(chunk) == 1 or chunk in COMPOUND):
                fixed.append(key(Kind.SURNAME, chunk))
    probes: list[Probe] = [Probe(Tier.NAME, (key(Kind.NAME, folded),))]
    options = [_spoken(chunk, place == 0) if is_han(chunk[0]) else [(chunk,)] for place, chunk in enumerate(chunks)]
    for choice in product(*options):
        letters = "".join("".join(part) for part in choice)
        short = "".join(
            pinyin.initials(part) if is_han(chunk[0]) else chunk for part, chunk in zip(choice, chunks, strict=True)
        )
        probes.append(Probe(Tier.SAME_PINYIN, (key(Kind.PINYIN, letters), *fixed)))
        probes.append(Probe(Tier.INITIALS, (key(Kind.INITIALS, short), *fixed)))
    return probes


def _spoken(chunk: str, first: bool) -> list[tuple[str, ...]]:
    if first and (len(chunk) == 1 or chunk in COMPOUND):
        return list(pinyin.surname_readings(chunk))
    return pinyin.readings(*(split(chunk) if first else ("", chunk)))
