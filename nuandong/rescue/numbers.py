"""The numbers people call things by, for timelines; those out of the scope are left out."""

from collections.abc import Collection
from uuid import UUID

from nuandong.machine.together import listed
from nuandong.rescue.models import Clue


def clue_numbers(clues: Collection[UUID]) -> dict[UUID, str]:
    """Running numbers of clues by id."""
    return dict(listed(Clue.objects.filter(id__in=set(clues)).values_list("id", "number")))
