"""Who of the register is worth comparing with one person: found by search keys and indexes, a few dozen at most.

Each way bridges an error in what it does not look at: a slip in a number is found by name and birthday, a name written
by its sound or with a look-alike character by birthday, phone or number. A name that a crowd shares says too little by
itself; it is looked for in the township and on the birthday.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection

from nuandong.batch.linkage.lookalikes import alike
from nuandong.geo.codes import Level, at_level, span
from nuandong.people.details import Details
from nuandong.people.documents import number_blind
from nuandong.people.keys import Kind, id_keys, key, name_keys, phone_keys
from nuandong.people.names import fold
from nuandong.people.rows import hashed

CROWD: Final = 40
RARE: Final = 8
"""With more of the same name, the name alone is no reason to look."""
NEAR_YEARS: Final = 3
"""How far an estimated birth year may be off."""


@dataclass(frozen=True, slots=True)
class Near:
    """Ids of those who share a number, whose name and estimated year agree, and of all worth comparing (these
    included); `sharing` is how many of the scope have the name, counted to `CROWD`."""

    same_number: frozenset[UUID]
    by_year: frozenset[UUID]
    everybody: frozenset[UUID]
    sharing: int


def near(told: Details, numbers: Iterable[tuple[str, str]], region: int | None) -> Near:
    """Persons of the scope who may be this one. `told` is checked; `numbers` are kind and number of papers; `region` is
    where the person is to be registered. One query."""
    numbers = list(numbers)
    blinds = [number_blind(kind, number) for kind, number in numbers]
    phones = _hashes(phone_keys(told.phone), Kind.PHONE)
    parts = [
        _part("holder", "person_id", "people_identitydocument WHERE number_blind = ANY(%s)", blinds),
        _part("phone", "person_id", "people_personkey WHERE key = ANY(%s)", phones),
    ]
    if told.name:
        parts += _called(told, numbers, region)
    found: dict[str, set[UUID]] = {}
    asked = [part for part in parts if part is not None]
    if asked:
        with connection.cursor() as cursor:
            text = " UNION ALL ".join(f"({one})" for one, _values in asked)
            cursor.execute(text, [value for _one, values in asked for value in values])
            for way, person in cursor.fetchall():
                found.setdefault(way, set()).add(person)
    same = found.get("same", set())
    holders, by_year = (frozenset(found.get(way, ())) for way in ("holder", "year"))
    others = {person for way, some in found.items() if way != "same" for person in some}
    rare = same if len(same) <= RARE else set()
    return Near(holders, by_year, frozenset(others | rare), len(same))


Part = tuple[str, list[Any]]
"""A way to find somebody as a query for its name and an id, and its values."""
_HAS: Final = (
    "EXISTS (SELECT FROM people_personkey k"
    " WHERE k.key = ANY(%s) AND k.region = {one}.region AND k.person_id = {one}.{id})"
)
"""Whether the person of an outer row has one of the keys: a look at the primary key."""


def _called(told: Details, numbers: list[tuple[str, str]], region: int | None) -> list[Part | None]:
    """Ways that look at the name: alone, in the township, beside the end of a number, a birthday or a year."""
    keys = name_keys(told.name)
    spoken = _hashes(keys, Kind.NAME, Kind.SOUND)
    names = spoken + [hashed(key(Kind.NAME, one)) for one in _misread(fold(told.name))]
    surname = names + _hashes(keys, Kind.SURNAME_PINYIN)
    tails = [hashed(one) for _kind, number in numbers for one in id_keys(number)]
    days = _days(told.birth_on) if told.birth_on else []
    area = span(at_level(region, Level.TOWNSHIP)) if region is not None else None
    there = "people_personkey WHERE key = ANY(%s) AND region >= %s AND region < %s"
    ends = f"people_personkey o WHERE {_HAS.format(one='o', id='person_id')} AND o.key = ANY(%s)"
    born = f"people_person p WHERE {_HAS.format(one='p', id='id')} AND p.birth_on = ANY(%s)"
    return [
        _part("same", "person_id", "people_personkey WHERE key = ANY(%s)", _hashes(keys, Kind.NAME)),
        _part("there", "person_id", there, names, area.lo, area.hi) if area else None,
        _part("tail", "person_id", ends, surname, tails) if tails else None,
        _part("born", "id", born, surname, days) if days else None,
        _by_estimate(told, spoken),
    ]


def _by_estimate(told: Details, names: list[bytes]) -> Part | None:
    """Those with such a name where only a year is known, of this person or of them."""
    called = "people_person WHERE id IN (SELECT person_id FROM people_personkey WHERE key = ANY(%s)) AND "
    if told.birth_on is not None:
        year = told.birth_on.year
        return _part("year", "id", f"{called}birth_year BETWEEN %s AND %s", names, year - NEAR_YEARS, year + NEAR_YEARS)
    if told.birth_year is None:
        return None
    first, last = told.birth_year - NEAR_YEARS, told.birth_year + NEAR_YEARS
    born = "(birth_year BETWEEN %s AND %s OR birth_on BETWEEN %s AND %s)"
    return _part("year", "id", called + born, names, first, last, date(first, 1, 1), date(last, 12, 31))


def _part(way: str, person: str, rest: str, first: list[bytes], *values: Any) -> Part | None:
    """The query of one way, None where there is nothing to look for. Names are our own, never somebody's input."""
    return (f"SELECT '{way}', {person} FROM {rest} LIMIT {CROWD}", [first, *values]) if first else None  # noqa: S608


def _hashes(keys: Iterable[str], *kinds: Kind) -> list[bytes]:
    return [hashed(one) for one in sorted(keys) if one.partition(":")[0] in kinds]


def _misread(name: str) -> set[str]:
    """The name with one character taken for another by eye, and with its given name turned round."""
    found = {name[:at] + other + name[at + 1 :] for at, char in enumerate(name) for other in alike(char)}
    return found | ({name[0] + name[:0:-1]} if len(name) > 2 else set()) - {name}


def _days(birth: date) -> list[date]:
    """The day, and the day with day and month changed round where there is one."""
    days = [birth]
    with suppress(ValueError):
        days.append(birth.replace(month=birth.day, day=birth.month))
    return days
