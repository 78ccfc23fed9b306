from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Unscoped


class HandoverRecord(models.Model):
    """One hand-over of work: who gave, who took, who watched, and what moved (ids only, for the printed list)."""

    access = Unscoped(
        "ids of staff and of things moved, no personal data", web="si", worker="si", batch="s", auditor="s"
    )
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "giver", "taker", "witness", "region", "moved", "done_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    giver = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="handovers_given")
    taker = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="handovers_taken")
    witness = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="handovers_witnessed")
    region = models.BigIntegerField()
    # [{"provider": "rescue.clues", "thing": uuid, "label": words without personal data, "since": time}]
    moved = models.JSONField()
    done_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")) & ~Q(giver=F("witness")) & ~Q(taker=F("witness")),
                name="org_handover_three_people",
            ),
        ]
