from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class Entitlement(models.Model):
    """What a household was granted under one standard in one season. Once per household, whatever happens."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "standard", "standard_version", "standard_on", "household", "application",
            "decision", "amount_fen", "claimed_fen", "written_off_fen", "goods", "trace", "granted_at", "ended_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="entitlements", db_index=False)
    standard = models.CharField(max_length=60)
    standard_version = models.CharField(max_length=64)
    standard_on = models.DateField()
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    application = models.OneToOneField("relief.Application", on_delete=models.PROTECT, related_name="entitlement")
    decision = models.ForeignKey("relief.Decision", on_delete=models.PROTECT, related_name="entitlements")
    amount_fen = models.BigIntegerField()
    claimed_fen = models.BigIntegerField(default=0)
    """Sum of its instalments; changed by conditional updates alone, so that two batches cannot both take the rest."""
    written_off_fen = models.BigIntegerField(default=0)
    """Failed for good and given back by two officers; it is neither paid nor owed."""
    goods = models.JSONField(default=dict)
    """Dimension (`gram`, `quilt`, `suit`, `piece`) → quantity granted in kind."""
    trace = models.JSONField()
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "standard", "household"], name="relief_entitlement_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0, claimed_fen__gte=0, written_off_fen__gte=0)
                & Q(claimed_fen__lte=F("amount_fen") - F("written_off_fen")),
                name="relief_entitlement_never_exceeded",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "season", "id"], name="relief_entitlement_region"),
            # What is granted and not planned in full: empty once a season is paid.
            models.Index(
                fields=["season", "decision"],
                condition=Q(ended_at=None, claimed_fen__lt=F("amount_fen") - F("written_off_fen")),
                name="relief_entitlement_unclaimed",
            ),
        ]
