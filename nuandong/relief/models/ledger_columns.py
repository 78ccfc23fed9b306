from django.db import models

from nuandong.machine.access import Scoped


class LedgerColumns(models.Model):
    """Which column is which field in ledgers of one template, as somebody of a region said it last."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "form", "fingerprint", "columns", "saved_by", "saved_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """Of the unit whose people said it."""
    form = models.CharField(max_length=30)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of the headings in their order, hexadecimal."""
    columns = models.JSONField()
    """Place of a column, from 0 → field."""
    saved_by = models.UUIDField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "form", "fingerprint"], name="relief_columns_once"),
        ]
