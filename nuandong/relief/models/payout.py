from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import PayoutState


class Payout(models.Model):
    """A plan to pay a list of instalments of one tranche (发放批次). Frozen with a hash before it is released."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "tranche", "number", "follows", "layout", "remark", "state", "lines_count",
            "total_fen", "list_hash", "planned_by", "planned_at", "frozen_at", "checked_by", "checked_at",
            "released_by", "released_at", "settled_at", "voucher",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="payouts", db_index=False)
    tranche = models.ForeignKey("relief.Tranche", on_delete=models.PROTECT, related_name="payouts")
    number = models.PositiveSmallIntegerField()
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    """The payout whose failed lines it pays again."""
    layout = models.CharField(max_length=40)
    """A file of library/bank."""
    remark = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=PayoutState, default=PayoutState.PLANNED)
    lines_count = models.PositiveIntegerField(default=0)
    total_fen = models.BigIntegerField(default=0)
    list_hash = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 over the hashes of its lines in their order."""
    voucher = models.CharField(max_length=60, blank=True, default="")
    """Number of the accounting voucher."""
    planned_by = models.UUIDField()
    planned_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    checked_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="relief_payout_number"),
            models.CheckConstraint(condition=Q(state__in=PayoutState.values), name="relief_payout_state"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"]) | (Q(frozen_at__isnull=False) & ~Q(list_hash="")),
                name="relief_payout_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "settled"])
                | Q(checked_by__isnull=False, released_by__isnull=False, released_at__isnull=False),
                name="relief_payout_released",
            ),
            models.CheckConstraint(
                condition=(Q(checked_by=None) | ~Q(checked_by=F("planned_by")))
                & (Q(released_by=None) | (~Q(released_by=F("planned_by")) & ~Q(released_by=F("checked_by")))),
                name="relief_payout_three_hands",
            ),
        ]
