from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Instalment(models.Model):
    """One tranche of one entitlement: there is one, across batches, crashes and double clicks."""

    access = Scoped(web="siud", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "entitlement", "tranche", "amount_fen", "planned_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    entitlement = models.ForeignKey(
        "relief.Entitlement", on_delete=models.PROTECT, related_name="instalments", db_index=False
    )
    tranche = models.ForeignKey("relief.Tranche", on_delete=models.PROTECT, related_name="instalments")
    amount_fen = models.BigIntegerField()
    """0 where it was written off."""
    planned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entitlement", "tranche"], name="relief_instalment_once"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="relief_instalment_money"),
        ]
