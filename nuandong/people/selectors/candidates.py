"""Who of the register is worth comparing with one person: found by search keys and indexes, a few dozen at most.

Each way bridges an error in what it does not look at: a slip in a number is found by name and birthday, a name written
by its sound or with a look-alike character by birthday, phone or number. A name that a crowd shares says too little by
itself; it is looked for in the township and on the birthday.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuandong.batch.linkage.lookalikes import alike
from nuandong.geo.codes import Level, at_level, span
from nuandong.people.details import Details
from nuandong.people.documents import number_blind
from nuandong.people.keys import Kind, id_keys, key, name_keys, phone_keys
from nuandong.people.models import IdentityDocument, Person, PersonKey
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
    where the person is to be registered."""
    numbers = list(numbers)
    blinds = [number_blind(kind, number) for kind, number in numbers]
    papers = IdentityDocument.objects.filter(number_blind__in=blinds)
    holders = frozenset(papers.values_list("person", flat=True)[:CROWD])
    phone = _ids(PersonKey.objects.filter(key__in=_hashes(phone_keys(told.phone), Kind.PHONE)), CROWD)
    if not told.name:
        return Near(holders, frozenset(), holders | phone, 0)
    keys = name_keys(told.name)
    same = _ids(PersonKey.objects.filter(key__in=_hashes(keys, Kind.NAME)), CROWD)
    spoken = _hashes(keys, Kind.NAME, Kind.SOUND)
    names = spoken + [hashed(key(Kind.NAME, one)) for one in _misread(fold(told.name))]
    surname = names + _hashes(keys, Kind.SURNAME_PINYIN)
    by_year = _by_estimate(told, spoken)
    others = _there(names, region) | _tails(numbers, surname) | _born(told.birth_on, surname)
    rare = same if len(same) <= RARE else frozenset()
    return Near(holders, by_year, holders | phone | by_year | others | rare, len(same))


def _there(names: list[bytes], region: int | None) -> frozenset[UUID]:
    """Those of the township with such a name."""
    if region is None:
        return frozenset()
    area = span(at_level(region, Level.TOWNSHIP))
    return _ids(PersonKey.objects.filter(key__in=names, region__gte=area.lo, region__lt=area.hi), CROWD)


def _tails(numbers: Iterable[tuple[str, str]], surname: list[bytes]) -> frozenset[UUID]:
    """Those with such a surname whose number ends alike."""
    tails = [hashed(one) for _kind, number in numbers for one in id_keys(number)]
    rows = PersonKey.objects.filter(Exists(_has(surname, "region", "person")), key__in=tails)
    return _ids(rows, CROWD) if tails else frozenset()


def _born(birth: date | None, surname: list[bytes]) -> frozenset[UUID]:
    """Those with such a surname of the same day, or of the day with day and month changed round."""
    if birth is None:
        return frozenset()
    rows = Person.objects.filter(Exists(_has(surname, "region", "id")), birth_on__in=_days(birth))
    return frozenset(rows.values_list("id", flat=True)[:CROWD])


def _by_estimate(told: Details, names: list[bytes]) -> frozenset[UUID]:
    """Those with such a name where only a year is known, of this person or of them."""
    if told.birth_on is not None:
        year = told.birth_on.year
        born = Q(birth_year__range=(year - NEAR_YEARS, year + NEAR_YEARS))
    elif told.birth_year is not None:
        first, last = told.birth_year - NEAR_YEARS, told.birth_year + NEAR_YEARS
        born = Q(birth_year__range=(first, last)) | Q(birth_on__range=(date(first, 1, 1), date(last, 12, 31)))
    else:
        return frozenset()
    called = PersonKey.objects.filter(key__in=names).values("person")
    return frozenset(Person.objects.filter(born, id__in=called).values_list("id", flat=True)[:CROWD])


def _ids(rows: QuerySet[PersonKey], most: int) -> frozenset[UUID]:
    return frozenset(rows.values_list("person", flat=True)[:most])


def _has(keys: list[bytes], region: str, person: str) -> QuerySet[PersonKey]:
    """Whether the person of an outer row has one of the keys: a look at the primary key."""
    return PersonKey.objects.filter(key__in=keys, region=OuterRef(region), person=OuterRef(person))


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
