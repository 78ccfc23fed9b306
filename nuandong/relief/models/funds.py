from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import Source


class Funds(models.Model):
    """Money of a funds document (资金文件). What is claimed of it never exceeds it."""

    access = Scoped(web="siu", worker="su", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "number", "title", "source", "amount_fen", "claimed_fen", "issued_on",
            "received_on", "scan", "recorded_by", "recorded_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The county."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="funds", db_index=False)
    number = models.CharField(max_length=60)
    """文号."""
    title = models.CharField(max_length=120)
    source = models.CharField(max_length=10, choices=Source)
    amount_fen = models.BigIntegerField()
    claimed_fen = models.BigIntegerField(default=0)
    """Planned or paid of it; changed by conditional updates alone."""
    issued_on = models.DateField()
    received_on = models.DateField()
    scan = models.UUIDField(null=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="relief_funds_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, claimed_fen__gte=0, claimed_fen__lte=F("amount_fen")),
                name="relief_funds_never_exceeded",
            ),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="relief_funds_source"),
        ]
