"""People of a long list by the numbers of their identity cards: who is registered already, and in which household."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.people.documents import number_blind
from nuandong.people.kinds import DocumentKind, Relation
from nuandong.people.models import IdentityDocument, Membership
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

    Two queries for each 20,000 numbers. Raises Forbidden.
    """
    permissions.check(by, "people.person.see")
    found: dict[str, list[Registered]] = {}
    for chunk in _chunks(names):
        by_blind = {number_blind(DocumentKind.ID_CARD, number): number for number in chunk}
        rows = IdentityDocument.objects.filter(
            number_blind__in=list(by_blind), person__merged_into__isnull=True
        ).values_list("number_blind", "person", "person__region", "person__name_sealed", "person__dead_on")
        people: dict[UUID, Registered] = {}
        for blind, person, region, sealed, dead_on in rows:
            number = by_blind[bytes(blind or b"")]
            called = vault.open_sealed(PERSON, "name_sealed", person, bytes(sealed)) if sealed else ""
            same = called == names[number] or fold(called) == fold(names[number])
            people[person] = Registered(person, region, same, dead_on)
            found.setdefault(number, []).append(people[person])
        homes = Membership.objects.filter(person__in=list(people), until__isnull=True)
        for person, household, relation in homes.values_list("person", "household", "relation"):
            people[person].household, people[person].head = household, relation == Relation.HEAD
    return found


def _chunks(names: Mapping[str, str]) -> Iterator[Sequence[str]]:
    every = iter(names)
    while chunk := list(islice(every, _CHUNK)):
        yield chunk
