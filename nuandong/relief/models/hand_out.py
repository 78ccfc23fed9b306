from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import HandOutState


class HandOut(models.Model):
    """Goods for one household: collected in person, never by proxy; brought to those who cannot come (DIS-035)."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"signature"})
    harmless = frozenset(
        {
            "id", "region", "entitlement", "item", "quantity", "state", "deliver", "receiver", "movement",
            "planned_by", "planned_at", "given_by", "given_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    entitlement = models.ForeignKey(
        "relief.Entitlement", on_delete=models.PROTECT, related_name="hand_outs", db_index=False
    )
    item = models.CharField(max_length=40)
    """An item of the stock."""
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=HandOutState, default=HandOutState.PLANNED)
    deliver = models.BooleanField(default=False)
    """Whether it is brought to the house."""
    receiver = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """A member of the household, who signed."""
    signature = models.UUIDField(null=True)
    """Photo of the signature or the thumb print."""
    movement = models.UUIDField(null=True)
    """Of the stock."""
    planned_by = models.UUIDField()
    planned_at = models.DateTimeField()
    given_by = models.UUIDField(null=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "item"], condition=~Q(state="cancelled"), name="relief_hand_out_once"
            ),
            models.CheckConstraint(condition=Q(state__in=HandOutState.values), name="relief_hand_out_state"),
            models.CheckConstraint(
                condition=~Q(state="given")
                | Q(
                    receiver__isnull=False,
                    signature__isnull=False,
                    given_by__isnull=False,
                    given_at__gte=F("planned_at"),
                ),
                name="relief_hand_out_signed",
            ),
        ]
