from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from nuandong.geo.coordinates import Point
from nuandong.geo.details import MAX_PATROL_WEIGHT
from nuandong.geo.kinds import Area, CoordinateSystem, PlaceKind
from nuandong.machine.access import Scoped

ONCE_WHILE_ACTIVE = "geo_place_once_while_active"


class Place(models.Model):
    """A key location or a facility. Its address is that of a public place, nobody's home."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    # Notes are free text: a name may slip into them.
    personal = frozenset({"notes"})
    harmless = frozenset(
        {
            "id",
            "region",
            "kind",
            "name",
            "address",
            "lat",
            "lon",
            "source_system",
            "area",
            "patrol_weight",
            "active",
            "recorded_at",
            "changed_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=PlaceKind)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=200, blank=True, default="")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    """WGS-84 degrees, or both null while nobody has measured the place."""
    source_system = models.CharField(max_length=10, choices=CoordinateSystem, default=CoordinateSystem.WGS84)
    area = models.CharField(max_length=10, choices=Area)
    patrol_weight = models.SmallIntegerField(default=1)
    """0 never needs a patrol, 10 first of all."""
    notes = models.CharField(max_length=500, blank=True, default="")
    active = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "name"], condition=Q(active=True), name=ONCE_WHILE_ACTIVE
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="geo_place_coordinates",
            ),
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="geo_place_kind"),
            models.CheckConstraint(condition=Q(area__in=Area.values), name="geo_place_area"),
            models.CheckConstraint(condition=Q(source_system__in=CoordinateSystem.values), name="geo_place_system"),
            models.CheckConstraint(
                condition=Q(patrol_weight__range=(0, MAX_PATROL_WEIGHT)), name="geo_place_patrol_weight"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "kind"], name="geo_place_region_kind"),
            models.Index(fields=["lat", "lon"], name="geo_place_position"),
            GinIndex(OpClass("name", name="gin_trgm_ops"), name="geo_place_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point | None:
        """Where it is in WGS-84, if known."""
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)
