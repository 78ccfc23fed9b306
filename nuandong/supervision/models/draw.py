from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Draw(models.Model):
    """One drawing of lots: both pools as they stood, and the seed. It is never changed or removed, not even by us."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal = frozenset({"title"})
    harmless = frozenset({"id", "region", "place_kinds", "unit_kinds", "pools", "digest", "seed", "made_at", "made_by"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    title = models.CharField(max_length=80)
    place_kinds = ArrayField(models.CharField(max_length=20), default=list)
    unit_kinds = ArrayField(models.CharField(max_length=20), default=list)
    pools = models.JSONField()
    """`drawing.Pools` as written: ids and regions, nobody's name."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the pools."""
    seed = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="supervision_draw_titled"),
            models.CheckConstraint(
                condition=Q(seed__regex=r"^[0-9a-f]{64}$", digest__regex=r"^[0-9a-f]{64}$"),
                name="supervision_draw_hexadecimal",
            ),
        ]
        indexes = [models.Index(fields=["region", "id"], name="supervision_draw_region")]
