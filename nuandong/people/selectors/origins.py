"""Where people are from, for statistics: codes only, no names."""

from collections.abc import Collection
from uuid import UUID

from nuandong.people.models import Person


def home_regions(persons: Collection[UUID]) -> dict[UUID, int | None]:
    """The division of the household register of each person of the entered scope; None where it is not known."""
    return dict(Person.objects.filter(id__in=set(persons)).values_list("id", "hukou_region"))
