from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.supplies.kinds import SIGNS, MovementKind


class Movement(models.Model):
    """Goods came into a store or went out of it. Rows are never changed: a mistake is put right by another movement.

    Movements of one act (`act`) belong together: an issue, a receipt, a transfer, a count. `undoes` is the act that
    a return takes back. `encounter` and `team` are ids of modules above. The words of a reason stand in the journal.
    """

    access = Scoped(web="si", worker="si", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id",
            "region",
            "act",
            "kind",
            "sign",
            "store",
            "item",
            "size",
            "batch",
            "expiry",
            "quantity",
            "cause",
            "undoes",
            "person",
            "encounter",
            "team",
            "signed",
            "acted_at",
            "recorded_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    act = models.UUIDField()
    kind = models.CharField(max_length=12, choices=MovementKind)
    sign = models.SmallIntegerField()
    store = models.ForeignKey("supplies.Store", on_delete=models.PROTECT, related_name="movements")
    item = models.ForeignKey("supplies.Item", on_delete=models.PROTECT, related_name="movements")
    size = models.CharField(max_length=10, blank=True)
    batch = models.CharField(max_length=40, blank=True)
    expiry = models.DateField(null=True, blank=True)
    quantity = models.PositiveIntegerField()
    cause = models.CharField(max_length=12, blank=True)
    """A code of `kinds.Source` for receipts, of `kinds.Loss` for write-offs."""
    undoes = models.UUIDField(null=True, blank=True)
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="goods")
    encounter = models.UUIDField(null=True, blank=True)
    team = models.UUIDField(null=True, blank=True)
    signed = models.BooleanField(default=False)
    acted_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="supplies_movement_some"),
            models.CheckConstraint(
                condition=Q(sign=1, kind__in=[kind.value for kind, sign in SIGNS.items() if sign > 0])
                | Q(sign=-1, kind__in=[kind.value for kind, sign in SIGNS.items() if sign < 0]),
                name="supplies_movement_sign_of_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["store", "-id"], name="supplies_movement_store"),
            models.Index(fields=["act"], name="supplies_movement_act"),
            models.Index(fields=["undoes"], condition=Q(undoes__isnull=False), name="supplies_movement_undoes"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="supplies_movement_person"),
            models.Index(
                fields=["encounter"], condition=Q(encounter__isnull=False), name="supplies_movement_encounter"
            ),
        ]
