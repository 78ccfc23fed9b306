"""Households of the register that nothing needs any more, with all that is known of their people."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from nuandong.people.masking import GONE
from nuandong.people.models import (
    CategoryAssignment,
    Household,
    IdentityDocument,
    Membership,
    Person,
    ProposedPair,
)

_OWN: Final = "people"


@dataclass(frozen=True, slots=True)
class Unneeded:
    """Rows of the register, each in its table; `photos` are ids in files."""

    households: "QuerySet[Household]"
    persons: "QuerySet[Person]"
    documents: "QuerySet[IdentityDocument]"
    pairs: "QuerySet[ProposedPair]"

    @property
    def tables(self) -> "tuple[QuerySet[Any], ...]":
        return (self.households, self.persons, self.documents, self.pairs)

    @property
    def photos(self) -> "QuerySet[Any, Any]":
        return self.persons.filter(photo__isnull=False).values_list("photo", flat=True)


def unneeded(homes: "QuerySet[Household]", *, spared: Collection[str], people: "QuerySet[Any, UUID]") -> Unneeded:
    """Of these households those that no record points to, nor to any of their people, past members included.

    `spared`: labels of models (`relief.Need`) whose rows need nobody; `people`: persons who are needed all the same.
    A household is taken whole or not at all. A category from any register is a need, and so is a pair that was decided
    to be one person.
    """
    members = Membership.objects.filter(household=OuterRef("id"))
    for other, column in _pointing(Person, spared):
        members_needed = members.filter(Exists(other.filter(**{column: OuterRef("person")})))
        homes = homes.exclude(Exists(members_needed))
    elsewhere = Membership.objects.filter(person=OuterRef("person")).exclude(household=OuterRef("household"))
    same = ProposedPair.objects.filter(Q(person_a=OuterRef("person")) | Q(person_b=OuterRef("person")), state="same")
    merged = Person.objects.filter(
        Q(id=OuterRef("person"), merged_into__isnull=False) | Q(merged_into=OuterRef("person"))
    )
    known = CategoryAssignment.objects.filter(person=OuterRef("person"))
    for needed in (elsewhere, same, merged, known):
        homes = homes.exclude(Exists(members.filter(Exists(needed))))
    gone = members.filter(person__temporary_number__startswith=GONE)
    homes = homes.exclude(Exists(members.filter(person__in=people))).exclude(Exists(gone))
    homes = homes.exclude(Exists(CategoryAssignment.objects.filter(household=OuterRef("id"))))
    for other, column in _pointing(Household, spared):
        homes = homes.exclude(Exists(other.filter(**{column: OuterRef("id")})))
    persons = Person.objects.filter(memberships__household__in=homes).distinct()
    ids = persons.values("id")
    return Unneeded(
        homes,
        persons,
        IdentityDocument.objects.filter(person__in=ids),
        ProposedPair.objects.filter(Q(person_a__in=ids) | Q(person_b__in=ids)),
    )


def _pointing(model: type[Model], spared: Collection[str]) -> "Iterator[tuple[QuerySet[Any], str]]":
    """Every table of another module that points to a person or a household, and its column."""
    for field in model._meta.get_fields(include_hidden=True):
        other = field.related_model
        if not field.auto_created or field.concrete or not isinstance(other, type) or not issubclass(other, Model):
            continue
        if other._meta.app_label == _OWN or other._meta.label in spared:
            continue
        yield other._default_manager.all(), field.remote_field.name  # type: ignore[union-attr]  # of a relation
