"""Lists of people and households to page through, and what a list shows beside a name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuandong.geo.areas import in_region
from nuandong.geo.codes import WIDTH, Level, at_level
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import halfwidth
from nuandong.org import permissions
from nuandong.people.categories import Category, categories, category_of
from nuandong.people.models import CategoryAssignment, Household, Membership, Person
from nuandong.people.selectors.cards import PersonCard, card_of
from nuandong.people.selectors.holdings import HeldCategory, held, on_day
from nuandong.people.selectors.households import HouseholdCard, cards_of


@dataclass(frozen=True, slots=True, order=True)
class After:
    """Where a page ended, in the order of the index: region, then id."""

    region: int
    id: UUID

    def __str__(self) -> str:
        return f"{self.region}.{self.id.hex}"

    @classmethod
    def parse(cls, text: str) -> "After | None":
        """Read back what `str` wrote; anything else is None, the first page."""
        try:
            region, identity = text.split(".")
            return cls(int(region), UUID(hex=identity))
        except ValueError:
            return None

    @property
    def condition(self) -> Q:
        return Q(region__gt=self.region) | Q(region=self.region, id__gt=self.id)


def counties(*, by: Actor) -> list[int]:
    """The counties in which anybody is registered, as 12-digit codes; an index walked from county to county."""
    permissions.check(by, "people.person.see")
    found: list[int] = []
    nearest = Person.objects.order_by("region").values_list("region", flat=True)
    while (region := nearest.filter(region__gte=found[-1] + WIDTH[Level.COUNTY] if found else 0).first()) is not None:
        found.append(at_level(region, Level.COUNTY))
    return found


def people_of(
    *, by: Actor, on: date, region: int | None = None, code: str = "", limit: int = 50, after: After | None = None
) -> list[PersonCard]:
    """People within the scope, by village and registration; `region` keeps a division and everything under it.

    `code` keeps who holds that aid category on the day, alone or through the household. Invalid for an unknown code.
    """
    permissions.check(by, "people.person.see")
    rows = Person.objects.filter(merged_into__isnull=True).defer("name_sealed", "phone_sealed", "address_sealed")
    if code:
        category_of(code)
        holding = CategoryAssignment.objects.filter(on_day(on), code=code)
        homes = Membership.objects.filter(on_day(on), household__in=holding.values("household"))
        rows = rows.filter(Q(id__in=holding.values("person")) | Q(id__in=homes.values("person")))
    if region is not None:
        rows = rows.filter(in_region(region))
    if after is not None:
        rows = rows.filter(after.condition)
    return [card_of(row) for row in rows.order_by("region", "id")[:limit]]


def households_of(
    *,
    by: Actor,
    on: date,
    region: int | None = None,
    number: str = "",
    limit: int = 50,
    after: After | None = None,
    only: Collection[UUID] | None = None,
    without: Collection["QuerySet[Any]"] = (),
) -> list[HouseholdCard]:
    """Living households within the scope, by village and registration; `number` is a village's own number, whole.

    `only` keeps those a search found, `without` leaves out those that rows with a `household` speak of.
    """
    permissions.check(by, "people.household.see")
    rows = _living(region, without)
    if wanted := halfwidth(number).strip():
        rows = rows.filter(number=wanted)
    if only is not None:
        rows = rows.filter(id__in=only)
    if after is not None:
        rows = rows.filter(after.condition)
    return cards_of(list(rows.order_by("region", "id")[:limit]), on)


def households_count(*, by: Actor, region: int, without: Collection["QuerySet[Any]"] = ()) -> int:
    """How many there are, as `households_of` lists them. Raises Forbidden."""
    permissions.check(by, "people.household.see")
    return _living(region, without).count()


def _living(region: int | None, without: Collection["QuerySet[Any]"]) -> "QuerySet[Household]":
    rows = Household.objects.filter(in_region(region), dissolved_on__isnull=True)
    for others in without:
        rows = rows.exclude(Exists(others.filter(household=OuterRef("pk"))))
    return rows


def badges_of(persons: Collection[UUID], *, by: Actor, on: date) -> dict[UUID, list[Category]]:
    """What a list may say beside each name: categories that hold on the day, own and of the household.

    Those that tell of health stand on the card of the person only (library/people/categories.yaml).
    """
    permissions.check(by, "people.person.see")
    homes: dict[UUID, UUID] = dict(
        Membership.objects.filter(on_day(on), person__in=list(persons)).values_list("person_id", "household_id")
    )
    found = CategoryAssignment.objects.filter(on_day(on)).filter(
        Q(person__in=list(persons)) | Q(household__in=list(homes.values()))
    )
    codes: dict[UUID, set[str]] = {}
    for code, person, household in found.values_list("code", "person_id", "household_id"):
        codes.setdefault(person or household, set()).add(code)
    shown: dict[UUID, list[Category]] = {}
    for one in persons:
        own = codes.get(one, set()) | codes.get(homes.get(one, one), set())
        shown[one] = [kind for code, kind in categories().items() if code in own and not kind.health]
    return shown


def categories_ever(*, by: Actor, person: UUID | None = None, household: UUID | None = None) -> list[HeldCategory]:
    """Every category a person or a household was ever recorded with, the latest first."""
    permissions.check(by, "people.person.see")
    rows = CategoryAssignment.objects.filter(Q(person=person) if person else Q(household=household))
    return [held(row) for row in rows.order_by("-since", "-id")]
