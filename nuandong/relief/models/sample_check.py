from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class SampleCheck(models.Model):
    """A drawn sample of paid lines, asked whether the money arrived. Anyone can draw it again from its seed."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "payout", "seed", "confidence", "margin", "population", "size", "drawn", "answers",
            "drawn_by", "drawn_at", "closed_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    payout = models.ForeignKey("relief.Payout", on_delete=models.PROTECT, related_name="samples", db_index=False)
    seed = models.CharField(max_length=64)
    confidence = models.PositiveSmallIntegerField()
    """Per cent."""
    margin = models.PositiveSmallIntegerField()
    """Per cent either way."""
    population = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    drawn = models.JSONField()
    """Line ids in the order of the draw."""
    answers = models.JSONField(default=dict)
    """Line → [answer, day, who asked]."""
    drawn_by = models.UUIDField()
    drawn_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=F("population")), name="relief_sample_size"),
        ]
