"""People of a long list by the numbers of their identity cards: who is registered already, and in which household."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import connection

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.people.documents import number_blinds
from nuandong.people.kinds import DocumentKind, Relation
from nuandong.people.names import fold
from nuandong.people.rows import PERSON
from nuandong.vault import api as vault

_CHUNK: Final = 20_000


@dataclass(slots=True)
class Registered:
    """Somebody of the register. `same_name`: whether the list calls him as the register does."""

    person: UUID
    region: int
    same_name: bool
    dead_on: date | None
    household: UUID | None = None
    head: bool = False


def registered(names: Mapping[str, str], *, by: Actor) -> dict[str, list[Registered]]:
    """Number of an identity card (18 signs) → who within the scope showed it; `names` is number → name of a list.

    One query for each 20,000 numbers. Raises Forbidden.
    """
    permissions.check(by, "people.person.see")
    found: dict[str, list[Registered]] = {}
    for chunk in _chunks(names):
        blinds = number_blinds((DocumentKind.ID_CARD, number) for number in chunk)
        by_blind = dict(zip(blinds, chunk, strict=True))
        for blind, person, region, sealed, dead_on, household, relation in _rows(list(by_blind)):
            number = by_blind[bytes(blind)]
            called = vault.open_sealed(PERSON, "name_sealed", person, bytes(sealed)) if sealed else ""
            same = called == names[number] or fold(called) == fold(names[number])
            head = relation == Relation.HEAD
            found.setdefault(number, []).append(Registered(person, region, same, dead_on, household, head))
    return found


def _rows(blinds: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
    # One array is one parameter: a query of twenty thousand parameters takes seconds to write down.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.number_blind, p.id, p.region, p.name_sealed, p.dead_on, m.household_id, m.relation"
            " FROM people_identitydocument d JOIN people_person p ON p.id = d.person_id"
            " LEFT JOIN people_membership m ON m.person_id = p.id AND m.until IS NULL"
            " WHERE d.number_blind = ANY(%s) AND p.merged_into_id IS NULL",
            [list(blinds)],
        )
        yield from cursor.fetchall()


def _chunks(names: Mapping[str, str]) -> Iterator[Sequence[str]]:
    every = iter(names)
    while chunk := list(islice(every, _CHUNK)):
        yield chunk
