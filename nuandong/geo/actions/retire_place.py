"""Take a place out of use; its history stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.geo.events import PlaceRetired
from nuandong.geo.models import Place
from nuandong.geo.places import place_by_id
from nuandong.geo.policies import check_active, place_changed_meanwhile
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.guards import require


@transaction.atomic
def retire_place(*, by: Actor, now: datetime, place_id: UUID, reason: str) -> Place:
    """Retire an active place. Raises `NotFound`, `Forbidden`/`OutOfScope`, `NotNow` if it is retired already."""
    place = place_by_id(place_id)
    require(by, "geo.place.change", region=place.region)
    check_active(place)
    if Place.objects.filter(id=place.id, active=True).update(active=False, changed_at=now) != 1:
        raise place_changed_meanwhile()
    place.refresh_from_db()
    payload = PlaceRetired(place_kind=place.kind)
    journal.record(payload, by=by, now=now, region=place.region, subject=place.id, reason=reason)
    return place
