from django.db import models
from django.db.models import Q

from nuandong.machine.access import Unscoped


class Kit(models.Model):
    """A named list of items that is given out as one. Defaults come from library/supplies."""

    access = Unscoped("a list of goods, no personal data", web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"code", "name", "about", "active", "changed_locally", "changed_at"})

    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=40, unique=True)
    about = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    changed_locally = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex="^[a-z][a-z0-9_]*$"), name="supplies_kit_code_plain"),
        ]

    def __str__(self) -> str:
        return self.name
