from django.db import models
from django.db.models import Q

from nuandong.machine.access import Unscoped


class KitLine(models.Model):
    """So many of an item belong to a kit."""

    access = Unscoped("a list of goods, no personal data", web="siud", worker="siud", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "kit", "item", "quantity"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    kit = models.ForeignKey("supplies.Kit", on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey("supplies.Item", on_delete=models.PROTECT, related_name="kit_lines")
    quantity = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kit", "item"], name="supplies_kit_item_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="supplies_kit_line_some"),
        ]
