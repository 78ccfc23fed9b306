"""Add a place to the register of key locations and facilities."""

from datetime import datetime

from django.db import transaction

from nuandong.geo.codes import validate
from nuandong.geo.details import PlaceDetails
from nuandong.geo.events import PlaceRegistered
from nuandong.geo.models import Place
from nuandong.geo.policies import twins_refused
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.guards import require
from nuandong.kernel.ids import new_id


@transaction.atomic
def register_place(*, by: Actor, now: datetime, region: int, details: PlaceDetails) -> Place:
    """Register a place in a region (12-digit code, the smallest known); coordinates are stored as WGS-84.

    Raises `Forbidden`/`OutOfScope`, `Invalid` for details that cannot be, `Conflict` if an active place of that kind
    and name is there already. Source: RES-008.
    """
    require(by, "geo.place.change", region=validate(region, field="region"))
    columns = details.columns()
    with twins_refused(columns["name"]):
        place = Place.objects.create(id=new_id(now), region=region, recorded_at=now, changed_at=now, **columns)
    payload = PlaceRegistered(place_kind=place.kind, patrol_weight=place.patrol_weight)
    journal.record(payload, by=by, now=now, region=region, subject=place.id, text={"name": place.name})
    return place
