"""Who belongs to which aid category on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from nuandong.kernel.actors import Actor
from nuandong.machine.planner import among
from nuandong.org import permissions
from nuandong.people.categories import Category, category_of
from nuandong.people.models import CategoryAssignment, Membership


@dataclass(frozen=True, slots=True)
class HeldCategory:
    """A category as it holds; `household` is set where the person holds it through the household."""

    id: UUID
    code: str
    category: Category
    person: UUID | None
    household: UUID | None
    since: date
    until: date | None


def on_day(day: date) -> Q:
    """Rows with `since` and `until` that hold on a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def categories_of(person: UUID, *, by: Actor, on: date) -> list[HeldCategory]:
    """The categories of a person on a day, those of the household included."""
    permissions.check(by, "people.person.see")
    homes = Membership.objects.filter(on_day(on), person=person).values("household")
    rows = CategoryAssignment.objects.filter(on_day(on)).filter(Q(person=person) | Q(household__in=homes))
    return [held(row) for row in rows.order_by("since", "id")]


def holders(code: str, *, by: Actor, on: date, limit: int = 50, after: UUID | None = None) -> list[HeldCategory]:
    """Who holds a category on a day within the scope, by id of the assignment; the next page starts after the last."""
    permissions.check(by, "people.person.see")
    category_of(code)
    rows = CategoryAssignment.objects.filter(on_day(on), code=code).order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [held(row) for row in rows[:limit]]


def members_of_category(codes: Collection[str], *, by: Actor, on: date) -> set[UUID]:
    """All households within the scope that hold one of the categories, themselves or through a member."""
    permissions.check(by, "people.household.see")
    recorded = CategoryAssignment.objects.filter(on_day(on), code__in=list(codes))
    homes = set(recorded.filter(household__isnull=False).values_list("household_id", flat=True))
    people = recorded.filter(person__isnull=False).values("person")
    return homes | set(Membership.objects.filter(on_day(on), person__in=people).values_list("household_id", flat=True))


def codes_of_homes(homes: Collection[UUID], codes: Collection[str], *, on: date) -> dict[UUID, frozenset[str]]:
    """Which of some categories households of the entered scope hold, themselves or through a member; three queries."""
    recorded = CategoryAssignment.objects.filter(on_day(on), among("household", homes), code__in=list(codes))
    found: dict[UUID, set[str]] = {}
    for home, code in recorded.values_list("household", "code"):
        found.setdefault(home, set()).add(code)
    living = Membership.objects.filter(on_day(on), among("household", homes)).values("person")
    own = CategoryAssignment.objects.filter(on_day(on), person__in=living, code__in=list(codes))
    people: dict[UUID, set[str]] = {}
    for person, code in own.values_list("person", "code"):
        people.setdefault(person, set()).add(code)
    members = Membership.objects.filter(on_day(on), among("household", homes), among("person", list(people)))
    for home, person in members.values_list("household", "person") if people else ():
        found.setdefault(home, set()).update(people[person])
    return {home: frozenset(held_) for home, held_ in found.items()}


def held(row: CategoryAssignment) -> HeldCategory:
    """The row with the words of its category."""
    return HeldCategory(row.id, row.code, category_of(row.code), row.person_id, row.household_id, row.since, row.until)
