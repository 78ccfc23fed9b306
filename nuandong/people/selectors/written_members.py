"""The members of many households as a list is written: plain for whoever may see them so, masked for others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.people.kinds import DocumentKind, Relation
from nuandong.people.masking import called, mask_number
from nuandong.people.models import IdentityDocument, Membership
from nuandong.people.rows import DOCUMENT, PERSON
from nuandong.people.selectors.holdings import on_day
from nuandong.people.selectors.written import UNMASK
from nuandong.vault import api as vault


@dataclass(frozen=True, slots=True)
class WrittenMember:
    name: str
    number: str
    relation: str


def written_members(
    households: Collection[UUID], *, by: Actor, on: date, plain: bool
) -> dict[UUID, list[WrittenMember]]:
    """Household → its members on a day, the head first; two queries. `plain` needs the right to unmask: Forbidden
    without it.

    The caller leaves the event that says who took the list and why.
    """
    permissions.check(by, "people.household.see")
    if plain:
        permissions.check(by, UNMASK)
    rows = list(
        Membership.objects.filter(on_day(on), household__in=list(households)).select_related("person").order_by("id")
    )
    numbers = _numbers({row.person_id for row in rows}, plain=plain)
    found: dict[UUID, list[WrittenMember]] = {}
    for row in sorted(rows, key=lambda one: one.relation != Relation.HEAD):
        person = row.person
        name = called(person.name_masked, person.temporary_number)
        if plain and person.name_sealed is not None:
            name = vault.open_sealed(PERSON, "name_sealed", person.id, bytes(person.name_sealed))
        member = WrittenMember(name, numbers.get(person.id, ""), str(Relation(row.relation).label))
        found.setdefault(row.household_id, []).append(member)
    return found


def _numbers(persons: Collection[UUID], *, plain: bool) -> dict[UUID, str]:
    """Person → number of the identity card; of two the new one wins."""
    kinds = [DocumentKind.ID_CARD.value, DocumentKind.ID_CARD_LEGACY.value]
    rows = IdentityDocument.objects.filter(person__in=list(persons), kind__in=kinds).order_by("-kind", "id")
    found: dict[UUID, str] = {}
    for row in rows:
        told = vault.open_sealed(DOCUMENT, "number_sealed", row.id, bytes(row.number_sealed or b""))
        found[row.person_id] = told if plain else mask_number(told)
    return found
