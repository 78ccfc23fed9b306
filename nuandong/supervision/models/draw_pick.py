from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class DrawPick(models.Model):
    """What came out of a draw. `region` is that of the draw: those to be visited do not read it beforehand."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "draw", "number", "place", "unit", "inspectors"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    draw = models.ForeignKey("supervision.Draw", on_delete=models.PROTECT, related_name="picks")
    number = models.PositiveSmallIntegerField()
    """In which order it was drawn, from 1."""
    place = models.UUIDField(null=True)
    unit = models.UUIDField(null=True)
    inspectors = ArrayField(models.UUIDField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="supervision_pick_number_once"),
            models.CheckConstraint(
                condition=Q(place=None, unit__isnull=False) | Q(place__isnull=False, unit=None),
                name="supervision_pick_place_or_unit",
            ),
        ]
