from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.supplies.states import TransferState


class Transfer(models.Model):
    """Goods on their way from one store to another.

    `region` is the smaller of the two stores' regions, so that both ends see the row; `from_name` tells a receiver who
    does not see the sending store where the goods come from.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "from_store", "from_name", "to_store", "state", "sent_by", "sent_at", "received_at"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    from_store = models.ForeignKey("supplies.Store", on_delete=models.PROTECT, related_name="transfers_out")
    from_name = models.CharField(max_length=60)
    to_store = models.ForeignKey("supplies.Store", on_delete=models.PROTECT, related_name="transfers_in")
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.SENT)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_store=F("to_store")), name="supplies_transfer_elsewhere"),
            models.CheckConstraint(
                condition=Q(state=TransferState.SENT, received_at__isnull=True)
                | Q(state=TransferState.RECEIVED, received_at__gte=F("sent_at")),
                name="supplies_transfer_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_store"], condition=Q(state=TransferState.SENT), name="supplies_transfer_on_its_way"
            ),
        ]
