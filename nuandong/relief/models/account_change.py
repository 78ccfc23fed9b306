from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class AccountChange(models.Model):
    """Another account for a household, proposed by one officer and confirmed by another before money follows it."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"bank", "account_sealed", "account_masked", "account_blind", "reason_sealed"})
    harmless = frozenset(
        {
            "id", "region", "line", "household", "proposed_by", "proposed_at", "confirmed_by", "confirmed_at",
            "dropped_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    line = models.ForeignKey("relief.PayoutLine", on_delete=models.PROTECT, related_name="changes", db_index=False)
    """The attempt that asked for it."""
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+", db_index=False)
    bank = models.CharField(max_length=60, blank=True, default="")
    account_sealed = models.BinaryField()
    account_masked = models.CharField(max_length=30)
    account_blind = models.BinaryField(max_length=16)
    reason_sealed = models.BinaryField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(dropped_at=None), name="relief_account_change_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by=F("proposed_by"))),
                name="relief_account_change_two_pairs_of_eyes",
            ),
        ]
        indexes = [
            models.Index(
                fields=["household"], condition=Q(confirmed_at__isnull=False), name="relief_account_change_home"
            )
        ]
