"""People of a long list by the numbers of their identity cards: who is registered already, and in which household."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.machine.asking import in_parts
from nuandong.org import permissions
from nuandong.people.documents import number_blinds
from nuandong.people.kinds import DocumentKind, Relation
from nuandong.people.names import fold
from nuandong.people.rows import PERSON
from nuandong.vault import api as vault

_CHUNK: Final = 10_000
_QUERY: Final = (
    "SELECT d.number_blind, p.id, p.region, p.name_sealed, p.dead_on, m.household_id, m.relation"
    " FROM people_identitydocument d"
    " CROSS JOIN LATERAL (SELECT * FROM people_person WHERE id = d.person_id OFFSET 0) p"
    " LEFT JOIN LATERAL (SELECT * FROM people_membership WHERE person_id = p.id AND until IS NULL OFFSET 0) m ON true"
    " WHERE d.number_blind = ANY(%s::bytea[]) AND p.merged_into_id IS NULL"
)
"""The numbers first and then who showed them: left to itself, a database that was just filled begins with everybody of
the scope, for every part of the list."""


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

    One query for each 10,000 numbers. Raises Forbidden.
    """
    permissions.check(by, "people.person.see")
    found: dict[str, list[Registered]] = {}
    for by_blind, rows in in_parts(_QUERY, _asked(names)):
        for blind, person, region, sealed, dead_on, household, relation in rows:
            number = by_blind[bytes(blind)]
            called = vault.open_sealed(PERSON, "name_sealed", person, bytes(sealed)) if sealed else ""
            same = called == names[number] or fold(called) == fold(names[number])
            head = relation == Relation.HEAD
            found.setdefault(number, []).append(Registered(person, region, same, dead_on, household, head))
    return found


def _asked(names: Mapping[str, str]) -> Iterator[dict[bytes, str]]:
    """Hash → number, part by part."""
    every = iter(names)
    while chunk := list(islice(every, _CHUNK)):
        blinds = number_blinds((DocumentKind.ID_CARD, number) for number in chunk)
        yield dict(zip(blinds, chunk, strict=True))
