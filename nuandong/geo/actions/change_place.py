"""Correct what the register says about a place."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.geo.details import PlaceDetails
from nuandong.geo.events import PlaceChanged
from nuandong.geo.models import Place
from nuandong.geo.places import place_by_id
from nuandong.geo.policies import check_active, place_changed_meanwhile, twins_refused
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.guards import require


@transaction.atomic
def change_place(*, by: Actor, now: datetime, place_id: UUID, seen: datetime, details: PlaceDetails) -> Place:
    """Replace the details of an active place; `seen` is the `changed_at` of the version that was edited.

    Nothing is written when nothing differs. Raises `NotFound`, `NotNow` for a retired place, `Conflict` when somebody
    changed it meanwhile or another active place of the region has that kind and name, `Invalid` for bad details.
    """
    place = place_by_id(place_id)
    require(by, "geo.place.change", region=place.region)
    check_active(place)
    columns = details.columns()
    fields = sorted(name for name, value in columns.items() if getattr(place, name) != value)
    if not fields:
        return place
    with twins_refused(columns["name"]):
        current = Place.objects.filter(id=place.id, active=True, changed_at=seen)
        changed = current.update(changed_at=now, **columns)
    if changed != 1:
        raise place_changed_meanwhile()
    place.refresh_from_db()
    payload = PlaceChanged(fields=fields, place_kind=place.kind, patrol_weight=place.patrol_weight)
    journal.record(payload, by=by, now=now, region=place.region, subject=place.id, text={"name": place.name})
    return place
