from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.supervision.kinds import Result


class Visit(models.Model):
    """An unannounced visit to a place or a unit, drawn or not."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal = frozenset({"note_sealed"})
    harmless = frozenset(
        {
            "id",
            "region",
            "place",
            "unit",
            "pick",
            "inspectors",
            "by_unit",
            "at",
            "recorded_at",
            "recorded_by",
            "looked",
            "result",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """That of what was visited."""
    place = models.UUIDField(null=True)
    unit = models.UUIDField(null=True)
    pick = models.UUIDField(null=True)
    """The pick it carries out; no key, as those who were visited see the visit and not the draw."""
    inspectors = ArrayField(models.UUIDField())
    by_unit = models.UUIDField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    looked = models.JSONField(default=dict)
    """Code of the checklist → `good` or `bad`."""
    result = models.CharField(max_length=12, choices=Result)
    note_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pick"], name="supervision_visit_pick_once"),
            models.CheckConstraint(
                condition=Q(place=None, unit__isnull=False) | Q(place__isnull=False, unit=None),
                name="supervision_visit_place_or_unit",
            ),
            models.CheckConstraint(condition=Q(result__in=Result.values), name="supervision_visit_result"),
            models.CheckConstraint(condition=~Q(inspectors=[]), name="supervision_visit_by_somebody"),
        ]
        indexes = [models.Index(fields=["region", "id"], name="supervision_visit_region")]
