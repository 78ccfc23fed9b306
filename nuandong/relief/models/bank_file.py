from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class BankFile(models.Model):
    """A file to the bank, or one that came back from it. The same bytes are taken in once."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "payout", "outgoing", "name", "layout", "file", "digest", "rows", "total_fen", "paid",
            "failed", "refused", "made_by", "made_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    payout = models.ForeignKey("relief.Payout", on_delete=models.PROTECT, related_name="files", db_index=False)
    outgoing = models.BooleanField()
    name = models.CharField(max_length=120)
    layout = models.CharField(max_length=40)
    file = models.UUIDField()
    """Of `files`, encrypted."""
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    total_fen = models.BigIntegerField(default=0)
    paid = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    """Rows of a result that were not taken: [row, code, params] each."""
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "outgoing", "digest"], name="relief_bank_file_once"),
            models.CheckConstraint(condition=Q(total_fen__gte=0), name="relief_bank_file_money"),
        ]
