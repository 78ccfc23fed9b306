from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import WriteOffReason


class WriteOff(models.Model):
    """Money that failed for good (核销): two officers, a reason and a paper. It goes back to the funds, once."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"words"})
    harmless = frozenset(
        {
            "id", "region", "line", "amount_fen", "reason", "evidence", "recorded_by", "recorded_at", "confirmed_by",
            "confirmed_at", "dropped_at", "undone_by", "undone_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    line = models.ForeignKey("relief.PayoutLine", on_delete=models.PROTECT, related_name="write_offs", db_index=False)
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=20, choices=WriteOffReason)
    words = models.CharField(max_length=300)
    evidence = models.UUIDField()
    """Photo of the paper that proves it."""
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    """When the household turned up after all: from then on a later tranche may pay it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(dropped_at=None), name="relief_write_off_one_in_force"
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0) & ~Q(words=""), name="relief_write_off_said"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None, undone_at=None)
                | (Q(confirmed_at__isnull=False, dropped_at=None) & ~Q(confirmed_by=F("recorded_by"))),
                name="relief_write_off_two_officers",
            ),
        ]
