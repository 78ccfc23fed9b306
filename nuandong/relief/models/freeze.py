from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Unscoped


class Freeze(models.Model):
    """An audit holds a region: nothing is decided, planned, released or destroyed there until it is lifted."""

    access = Unscoped(
        "what an audit holds, without personal data: whoever acts below must see it",
        web="siu",
        worker="s",
        batch="s",
        auditor="s",
    )
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "season", "why", "set_by", "set_at", "lifted_by", "lifted_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """A county, township or village."""
    season = models.SmallIntegerField()
    why = models.CharField(max_length=300)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "season"], condition=Q(lifted_at=None), name="relief_freeze_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__gte=F("set_at"), lifted_by__isnull=False),
                name="relief_freeze_lifted",
            ),
        ]
