from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import HOLDING, LineState


class PayoutLine(models.Model):
    """One attempt to pay an instalment, with the household as it was frozen. At most one is under way or paid."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"head_masked", "account_masked", "account_blind", "snapshot_sealed", "bank_words"})
    harmless = frozenset(
        {
            "id", "region", "payout", "instalment", "household", "serial", "amount_fen", "state", "snapshot_hash",
            "bank_code", "file", "answered_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    payout = models.ForeignKey("relief.Payout", on_delete=models.PROTECT, related_name="lines", db_index=False)
    instalment = models.ForeignKey("relief.Instalment", on_delete=models.PROTECT, null=True, related_name="attempts")
    """None where the first attempt was given up before its release, and the money went back."""
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField()
    """From 1, the reference in the bank's file."""
    amount_fen = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=LineState, default=LineState.PLANNED)
    head_masked = models.CharField(max_length=60)
    account_masked = models.CharField(max_length=30, blank=True, default="")
    account_blind = models.BinaryField(null=True, max_length=16)
    snapshot_sealed = models.BinaryField(null=True)
    """JSON: names, numbers, account, address, members, facts and amount at the moment of freezing."""
    snapshot_hash = models.CharField(max_length=64, blank=True, default="")
    file = models.ForeignKey("relief.BankFile", on_delete=models.PROTECT, null=True, related_name="lines")
    bank_code = models.CharField(max_length=20, blank=True, default="")
    bank_words = models.CharField(max_length=200, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "serial"], name="relief_line_serial"),
            models.UniqueConstraint(
                fields=["instalment"], condition=Q(state__in=sorted(HOLDING)), name="relief_line_never_paid_twice"
            ),
            models.CheckConstraint(condition=Q(state__in=LineState.values), name="relief_line_state"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="relief_line_money"),
            models.CheckConstraint(
                condition=Q(state="cancelled") | Q(instalment__isnull=False), name="relief_line_of_an_instalment"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"])
                | (Q(snapshot_sealed__isnull=False) & ~Q(snapshot_hash="")),
                name="relief_line_frozen",
            ),
        ]
        indexes = [
            models.Index(fields=["account_blind"], name="relief_line_account"),
            models.Index(fields=["payout", "state"], name="relief_line_state_of_payout"),
        ]
