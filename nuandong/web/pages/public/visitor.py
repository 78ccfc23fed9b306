"""Who acts when the public reports a clue: nobody by name, who may take in clues of the county served, no more."""

from typing import Final
from uuid import UUID

from django.conf import settings

from nuandong.geo.codes import is_code, span
from nuandong.kernel.actors import Actor

_VISITOR: Final = UUID(int=1)


def visitor() -> Actor | None:
    """The actor of public reports; None where no county is set (NUANDONG_REGION): then there is nobody to help."""
    region: int = settings.NUANDONG_REGION
    if not is_code(region):
        return None
    return Actor(
        staff=_VISITOR,
        typist=_VISITOR,
        unit=_VISITOR,
        region=region,
        spans=(span(region),),
        permissions=frozenset({"rescue.clue.receive"}),
    )
