"""The masked view of a person. Nothing here opens a sealed value, but the last four of a document number on request."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.people.lookups import person_of
from nuandong.people.masking import mask_number
from nuandong.people.models import IdentityDocument, Person
from nuandong.people.rows import open_number


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What lists and boards show. `name` is masked, or the temporary number of somebody without a name."""

    id: UUID
    region: int
    name: str
    known: bool
    temporary_number: str
    sex: str
    birth_on: date | None
    birth_year: int | None
    ethnic_code: str
    phone: str
    address: str
    hukou_region: int | None
    dead_on: date | None
    photo: UUID | None
    version: int

    def age(self, on: date) -> int | None:
        """Full years on a day; from an estimated year the age reached in that year; None if nothing is known."""
        if self.birth_on is not None:
            before_birthday = (on.month, on.day) < (self.birth_on.month, self.birth_on.day)
            return on.year - self.birth_on.year - before_birthday
        return None if self.birth_year is None else on.year - self.birth_year


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document by its kind and the last four of its number."""

    id: UUID
    kind: str
    number: str
    valid_until: date | None


def card_of(person: Person) -> PersonCard:
    return PersonCard(
        id=person.id,
        region=person.region,
        name=person.name_masked or person.temporary_number or "",
        known=person.name_masked != "",
        temporary_number=person.temporary_number or "",
        sex=person.sex,
        birth_on=person.birth_on,
        birth_year=person.birth_year,
        ethnic_code=person.ethnic_code,
        phone=person.phone_masked,
        address=person.address_masked,
        hukou_region=person.hukou_region,
        dead_on=person.dead_on,
        photo=person.photo,
        version=person.version,
    )


def card(person: UUID, *, by: Actor) -> PersonCard:
    """One person; NotFound outside the scope, Forbidden without people.person.see."""
    permissions.check(by, "people.person.see")
    return card_of(person_of(person))


def cards(persons: Collection[UUID], *, by: Actor) -> dict[UUID, PersonCard]:
    """Cards of those of the given persons who are within the scope."""
    permissions.check(by, "people.person.see")
    rows = Person.objects.filter(id__in=list(persons)).defer("name_sealed", "phone_sealed", "address_sealed")
    return {row.id: card_of(row) for row in rows}


def documents(person: UUID, *, by: Actor) -> list[DocumentCard]:
    """The documents of one person, newest first, with masked numbers."""
    permissions.check(by, "people.person.see")
    rows = IdentityDocument.objects.filter(person=person).order_by("-id")
    return [DocumentCard(row.id, row.kind, mask_number(open_number(row)), row.valid_until) for row in rows]
