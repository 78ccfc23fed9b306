from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class ShiftHandover(models.Model):
    """What one shift leaves to the next: the log, how many things of each kind lie open, and the receiver's word."""

    access = Scoped(web="siu", worker="siu", auditor="s")
    personal = frozenset({"log_sealed"})
    harmless = frozenset({"id", "region", "from_shift", "to_shift", "open_items", "handed_at", "confirmed_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    from_shift = models.OneToOneField("duty.Shift", on_delete=models.PROTECT, related_name="handover")
    to_shift = models.ForeignKey("duty.Shift", on_delete=models.PROTECT, related_name="received")
    log_sealed = models.BinaryField()
    # {"rescue.clues": 3}: the code of a kind of open things → how many
    open_items = models.JSONField(default=dict)
    handed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_shift=F("to_shift")), name="duty_handover_to_another_shift"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=F("handed_at")),
                name="duty_handover_confirmed_after",
            ),
        ]
        indexes = [
            models.Index(fields=["to_shift"], condition=Q(confirmed_at__isnull=True), name="duty_handover_waiting"),
        ]
