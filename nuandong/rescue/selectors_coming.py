"""Who is on the way to a station: taken along by a crew and not yet at its door."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.rescue.kinds_encounter import Outcome
from nuandong.rescue.models import Encounter, Stay

PAGE: Final = 50
FORGOTTEN: Final = timedelta(days=7)
"""Somebody met so long ago is no longer on the way; the encounter itself still says that nobody arrived."""


def on_the_way(by: Actor, *, now: datetime, limit: int = PAGE) -> list[Encounter]:
    """Encounters that ended "to the station" and led to no stay yet, the longest on the way first; with team and place.

    Raises Forbidden. One query, by the index on region and time. Source: RES-019.
    """
    permissions.check(by, "rescue.stay.see")
    rows = _coming(now).select_related("team", "place")
    return list(rows.order_by("closed_at", "id")[:limit])


def _coming(now: datetime) -> QuerySet[Encounter]:
    arrived = Stay.objects.filter(encounter=OuterRef("pk"))
    return Encounter.objects.filter(~Exists(arrived), at__gt=now - FORGOTTEN, outcome=Outcome.TO_STATION)
