from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class PatrolCheck(models.Model):
    """A team looked at one key location: when, how many people it found, where the phone stood. Region: the place's."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"note_sealed", "lat", "lon"})
    harmless = frozenset({"id", "region", "round", "place", "at", "found", "checked_by", "recorded_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    round = models.ForeignKey("rescue.PatrolRound", on_delete=models.PROTECT, related_name="checks")
    place = models.ForeignKey("geo.Place", on_delete=models.PROTECT, related_name="patrol_checks")
    at = models.DateTimeField()
    found = models.PositiveSmallIntegerField(default=0)
    note_sealed = models.BinaryField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    checked_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "place", "at"], name="rescue_check_once_a_moment"),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="rescue_check_coordinates",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "at"], name="rescue_check_region"),
            models.Index(fields=["place", "-at"], name="rescue_check_place"),
        ]
