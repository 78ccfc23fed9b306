"""The heads of many households as a list is written: plain for whoever may see them so, masked for others."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.people.kinds import DocumentKind, Relation
from nuandong.people.masking import mask_number
from nuandong.people.models import Household, IdentityDocument, Membership
from nuandong.people.rows import HOUSEHOLD, PERSON, open_number
from nuandong.vault import api as vault

UNMASK = "people.person.unmask"


@dataclass(slots=True)
class Head:
    """Whoever stands for a household in a list; empty where it is not known."""

    name: str = ""
    number: str = ""
    phone: str = ""
    address: str = ""


def heads_of(households: Collection[UUID], *, by: Actor, plain: bool) -> dict[UUID, Head]:
    """Household → its head and address; three queries. `plain` needs the right to unmask: Forbidden without it.

    The caller leaves the event that says who took the list and why.
    """
    permissions.check(by, "people.household.see")
    if plain:
        permissions.check(by, UNMASK)
    found: dict[UUID, Head] = {}
    for home in Household.objects.filter(id__in=list(households)):
        sealed = home.address_sealed
        opened = vault.open_sealed(HOUSEHOLD, "address_sealed", home.id, bytes(sealed)) if plain and sealed else ""
        found[home.id] = Head(address=opened or home.address_masked)
    holders: dict[UUID, UUID] = {}
    members = Membership.objects.filter(household__in=list(found), until__isnull=True, relation=Relation.HEAD)
    for one in members.select_related("person"):
        head, person = found[one.household_id], one.person
        holders[person.id] = one.household_id
        for field in ("name", "phone"):
            sealed = getattr(person, f"{field}_sealed")
            masked = getattr(person, f"{field}_masked")
            opened = vault.open_sealed(PERSON, f"{field}_sealed", person.id, bytes(sealed)) if plain and sealed else ""
            setattr(head, field, opened or masked)
    papers = IdentityDocument.objects.filter(
        person__in=list(holders), kind__in=(DocumentKind.ID_CARD, DocumentKind.ID_CARD_LEGACY)
    ).order_by("-kind", "id")  # the new number last: it wins over the one of fifteen digits
    for paper in papers:
        number = open_number(paper)
        found[holders[paper.person_id]].number = number if plain else mask_number(number)
    return found
