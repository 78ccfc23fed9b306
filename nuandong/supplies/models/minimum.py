from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Minimum(models.Model):
    """A store should never hold fewer of an item than this; all sizes and batches together."""

    access = Scoped(web="siud", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "store", "item", "quantity"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    store = models.ForeignKey("supplies.Store", on_delete=models.PROTECT, related_name="minimums")
    item = models.ForeignKey("supplies.Item", on_delete=models.PROTECT, related_name="minimums")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "item"], name="supplies_minimum_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="supplies_minimum_some"),
        ]
