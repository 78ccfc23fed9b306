from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class TransferLine(models.Model):
    """One lot of a transfer: how many left, and how many arrived once it was counted at the other end."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "transfer", "item", "size", "batch", "expiry", "sent", "arrived"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    transfer = models.ForeignKey("supplies.Transfer", on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey("supplies.Item", on_delete=models.PROTECT, related_name="transfer_lines")
    size = models.CharField(max_length=10, blank=True)
    batch = models.CharField(max_length=40, blank=True)
    expiry = models.DateField(null=True, blank=True)
    sent = models.PositiveIntegerField()
    arrived = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sent__gte=1), name="supplies_transfer_line_some"),
            models.CheckConstraint(
                condition=Q(arrived__isnull=True) | Q(arrived__lte=F("sent")),
                name="supplies_transfer_line_no_more_than_sent",
            ),
        ]
