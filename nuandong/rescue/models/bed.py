from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.rescue.kinds_stay import Zone

ROOM_ONE_ZONE = "rescue_bed_room_of_one_zone"


class Bed(models.Model):
    """A bed of a station. A room lies in one zone as a whole, which the database sees to (RES-035)."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "station", "room", "label", "zone", "active", "set_up_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    station = models.ForeignKey("geo.Place", on_delete=models.PROTECT, related_name="beds")
    room = models.CharField(max_length=20)
    label = models.CharField(max_length=20)
    zone = models.CharField(max_length=10, choices=Zone)
    active = models.BooleanField(default=True)
    set_up_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station", "room", "label"], condition=Q(active=True), name="rescue_bed_once_in_a_room"
            ),
            ExclusionConstraint(
                name=ROOM_ONE_ZONE,
                expressions=[
                    ("station", RangeOperators.EQUAL),
                    ("room", RangeOperators.EQUAL),
                    ("zone", RangeOperators.NOT_EQUAL),
                ],
                condition=Q(active=True),
            ),
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="rescue_bed_zone_known"),
        ]
        indexes = [models.Index(fields=["station", "zone"], name="rescue_bed_station")]

    def __str__(self) -> str:
        return f"{self.room}-{self.label}"
