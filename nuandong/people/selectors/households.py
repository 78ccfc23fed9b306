"""Households with their members."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.machine.planner import among
from nuandong.org import permissions
from nuandong.people.kinds import Relation
from nuandong.people.lookups import household_of
from nuandong.people.models import Household, Membership
from nuandong.people.selectors.cards import PersonCard, card_of
from nuandong.people.selectors.holdings import on_day


@dataclass(frozen=True, slots=True)
class Member:
    person: PersonCard
    relation: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class HouseholdCard:
    """A household as lists show it; `head` is None where the head has left."""

    id: UUID
    region: int
    number: str
    address: str
    formed_on: date
    dissolved_on: date | None
    version: int
    members: tuple[Member, ...]

    @property
    def head(self) -> PersonCard | None:
        return next((member.person for member in self.members if member.relation == Relation.HEAD), None)


def household(household: UUID, *, by: Actor, on: date) -> HouseholdCard:
    """One household with its members on a day; NotFound outside the scope."""
    permissions.check(by, "people.household.see")
    return cards_of([household_of(household)], on)[0]


def household_of_person(person: UUID, *, by: Actor, on: date) -> HouseholdCard | None:
    """The household a person belongs to on a day, or None."""
    permissions.check(by, "people.household.see")
    membership = Membership.objects.filter(on_day(on), person=person).select_related("household").first()
    return cards_of([membership.household], on)[0] if membership else None


def households(*, by: Actor, on: date, region: int, limit: int = 50, after: UUID | None = None) -> list[HouseholdCard]:
    """The households of one village, by id; the next page starts after the last id."""
    permissions.check(by, "people.household.see")
    rows = Household.objects.filter(region=region, dissolved_on__isnull=True).order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    return cards_of(list(rows[:limit]), on)


def members_of(households: Collection[UUID], *, by: Actor, on: date) -> dict[UUID, list[UUID]]:
    """Who lives in some households on a day, by household; one query. Raises Forbidden."""
    permissions.check(by, "people.household.see")
    found: dict[UUID, list[UUID]] = {}
    rows = Membership.objects.filter(on_day(on), among("household", households)).order_by("id")
    for household, person in rows.values_list("household", "person"):
        found.setdefault(household, []).append(person)
    return found


def homes_of(persons: Collection[UUID], *, by: Actor, on: date) -> set[UUID]:
    """The households in which some persons live on a day; one query. Raises Forbidden."""
    permissions.check(by, "people.household.see")
    rows = Membership.objects.filter(on_day(on), person__in=list(persons))
    return set(rows.values_list("household", flat=True))


def cards_of(rows: list[Household], on: date) -> list[HouseholdCard]:
    """The cards of households with their members on a day, in the order given; two queries."""
    members: dict[UUID, list[Member]] = {row.id: [] for row in rows}
    memberships = Membership.objects.filter(on_day(on), household__in=rows).select_related("person").order_by("id")
    for one in memberships:
        members[one.household_id].append(Member(card_of(one.person), one.relation, one.since, one.until))
    return [
        HouseholdCard(
            id=row.id,
            region=row.region,
            number=row.number,
            address=row.address_masked,
            formed_on=row.formed_on,
            dissolved_on=row.dissolved_on,
            version=row.version,
            members=tuple(sorted(members[row.id], key=lambda member: member.relation != Relation.HEAD)),
        )
        for row in rows
    ]
