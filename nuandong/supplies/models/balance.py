from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Balance(models.Model):
    """How many of a lot lie in a store: always the sum of its movements, kept so that the database refuses to give
    out what is not there. Written only by `ledger.py`."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "store", "item", "size", "batch", "expiry", "quantity"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    store = models.ForeignKey("supplies.Store", on_delete=models.PROTECT, related_name="balances")
    item = models.ForeignKey("supplies.Item", on_delete=models.PROTECT, related_name="balances")
    size = models.CharField(max_length=10, blank=True)
    batch = models.CharField(max_length=40, blank=True)
    expiry = models.DateField(null=True, blank=True)
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0), name="supplies_balance_not_below_zero"),
            models.UniqueConstraint(
                fields=["store", "item", "size", "batch", "expiry"],
                nulls_distinct=False,
                name="supplies_balance_one_per_lot",
            ),
        ]
        indexes = [models.Index(fields=["item", "store"], name="supplies_balance_item")]
