from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Tranche(models.Model):
    """A part in which entitlements are paid: it needs a funds document; a new disaster may be its reason."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "season", "number", "funds", "reason", "opened_by", "opened_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="tranches", db_index=False)
    number = models.PositiveSmallIntegerField()
    funds = models.ForeignKey("relief.Funds", on_delete=models.PROTECT, related_name="tranches")
    reason = models.CharField(max_length=200)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="relief_tranche_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="relief_tranche_reason"),
        ]
