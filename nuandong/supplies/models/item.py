from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Unscoped
from nuandong.supplies.kinds import Category


class Item(models.Model):
    """A kind of goods. Defaults come from library/supplies; one changed here keeps its local form."""

    access = Unscoped("a list of goods, no personal data", web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"code", "name", "unit", "category", "sizes", "perishable", "active", "changed_locally", "changed_at"}
    )

    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=40, unique=True)
    unit = models.CharField(max_length=10)
    category = models.CharField(max_length=10, choices=Category)
    sizes = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    """Empty: it comes in one size."""
    perishable = models.BooleanField(default=False)
    """Receipts must name the day of expiry."""
    active = models.BooleanField(default=True)
    changed_locally = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex="^[a-z][a-z0-9_]*$"), name="supplies_item_code_plain"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="supplies_item_category_known"),
        ]

    def __str__(self) -> str:
        return self.name
