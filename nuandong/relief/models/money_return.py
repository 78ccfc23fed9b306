from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class MoneyReturn(models.Model):
    """Money that came back after it had arrived (退票、退汇): the bank's paper, seen by two."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"bank_words"})
    harmless = frozenset(
        {
            "id", "region", "line", "amount_fen", "returned_on", "reason", "evidence", "recorded_by", "recorded_at",
            "confirmed_by", "confirmed_at", "dropped_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    line = models.ForeignKey("relief.PayoutLine", on_delete=models.PROTECT, related_name="returns", db_index=False)
    amount_fen = models.BigIntegerField()
    returned_on = models.DateField()
    reason = models.CharField(max_length=20)
    """A reason of `bank.reasons`."""
    bank_words = models.CharField(max_length=200, blank=True, default="")
    evidence = models.UUIDField()
    """Photo of the bank's paper."""
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(dropped_at=None), name="relief_money_return_one_in_force"
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="relief_money_return_money"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | (Q(confirmed_at__isnull=False, dropped_at=None) & ~Q(confirmed_by=F("recorded_by"))),
                name="relief_money_return_two_pairs_of_eyes",
            ),
        ]
