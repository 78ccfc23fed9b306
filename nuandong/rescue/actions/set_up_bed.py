from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.geo.kinds import PlaceKind
from nuandong.geo.places import place_by_id
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.errors_station import required, unknown_code
from nuandong.rescue.events.stay import BedSetUp
from nuandong.rescue.kinds_stay import Zone
from nuandong.rescue.models import Bed
from nuandong.rescue.models.bed import ROOM_ONE_ZONE

_LABEL = 20


@transaction.atomic
def set_up_bed(*, by: Actor, now: datetime, station: UUID, room: str, label: str, zone: str) -> Bed:
    """Set up a bed in a room of a station. Raises Forbidden, OutOfScope, NotFound, Invalid, Conflict for a label the
    room has already, or for a zone that is not the room's. Source: RES-035, RES-048."""
    house = place_by_id(station)
    permissions.check(by, "rescue.stay.assign_bed", region=house.region)
    if house.kind != PlaceKind.STATION:
        raise Invalid("rescue.not_a_station", _("所选地点不是救助站。"), _("请从救助站列表中选择。"), field="station")
    if zone not in Zone.values:
        raise unknown_code("zone", _("区域"), zone)
    names = {"room": clean_line(room, _LABEL, field="room"), "label": clean_line(label, _LABEL, field="label")}
    if not all(names.values()):
        raise required("label", _("房间和床号"))
    try:
        with transaction.atomic():
            bed = Bed.objects.create(
                id=new_id(now), region=house.region, station=house, zone=zone, set_up_at=now, **names
            )
    except IntegrityError as error:
        if ROOM_ONE_ZONE in str(error):
            raise Conflict(
                "rescue.room_of_another_zone",
                _("这个房间属于别的区域，一个房间只能在一个区域。"),
                _("请换一个房间，或选择这个房间的区域。"),
                field="zone",
            ) from error
        raise Conflict("rescue.bed_twice", _("这个房间已经有同号的床。"), _("请换一个床号。"), field="label") from error
    journal.record(BedSetUp(zone=Zone(zone)), by=by, now=now, region=bed.region, subject=bed.id)
    return bed
