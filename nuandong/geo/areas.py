"""The condition that a row lies in a division: codes are numbers, so a division is one range of an index."""

from django.db.models import Q

from nuandong.geo.codes import span
from nuandong.kernel.actors import Span


def in_area(area: Span, field: str = "region") -> Q:
    """Rows whose `field` (a 12-digit code) is one of the codes of `area`."""
    return Q(**{f"{field}__gte": area.lo, f"{field}__lt": area.hi})


def in_region(region: int | None) -> Q:
    """Rows of a division and of all that lies in it; None: of every division."""
    return Q() if region is None else in_area(span(region))
