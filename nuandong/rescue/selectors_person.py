"""What was done for one person outdoors, for the page of the person, in the entered scope."""

from typing import Final
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.rescue.models import Encounter

MOST: Final = 50


def encounters_of_person(person: UUID, *, by: Actor) -> list[Encounter]:
    """Every meeting with somebody, the latest first. Raises Forbidden without rescue.encounter.see."""
    permissions.check(by, "rescue.encounter.see")
    return list(Encounter.objects.filter(person=person).select_related("place", "clue").order_by("-at", "-id")[:MOST])
