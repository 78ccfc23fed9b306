from django.db import models
from django.db.models import Q

from nuandong.duty.kinds import PositionSource
from nuandong.machine.access import Scoped


class TeamPosition(models.Model):
    """The last reported position of a team on duty, WGS-84 degrees. Where it was before is not kept: a track of
    positions watches the crew, not the work; the row goes when the shift ends."""

    access = Scoped(web="siud", worker="siud")
    personal = frozenset({"lat", "lon", "at"})
    harmless = frozenset({"team", "region", "source"})

    team = models.OneToOneField(
        "duty.Team", primary_key=True, on_delete=models.PROTECT, related_name="position", editable=False
    )
    region = models.BigIntegerField()
    lat = models.FloatField()
    lon = models.FloatField()
    at = models.DateTimeField()
    source = models.CharField(max_length=5, choices=PositionSource)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="duty_position_on_earth"
            ),
            models.CheckConstraint(condition=Q(source__in=PositionSource.values), name="duty_position_source_known"),
        ]
