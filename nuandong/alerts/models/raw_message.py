from django.db import models

from nuandong.alerts.kinds import Outcome, Source
from nuandong.machine.access import Unscoped


class RawMessage(models.Model):
    """What arrived, byte for byte, refused or not.

    Sealed: the format has room for the forecaster's name, and a refused file may hold anything. Of oversized files only
    the beginning is kept, and beyond a daily number of refusals only hash and size.
    """

    access = Unscoped("arrives before its area is known", web="si", worker="si", batch="s", auditor="s")
    personal = frozenset({"body_sealed"})
    harmless = frozenset(
        {
            "id",
            "received_at",
            "received_by",
            "unit",
            "source",
            "digest",
            "size",
            "kept",
            "format",
            "outcome",
            "refusal_code",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    received_at = models.DateTimeField()
    received_by = models.UUIDField()
    unit = models.UUIDField()
    source = models.CharField(max_length=8, choices=Source.choices)
    digest = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    body_sealed = models.BinaryField()
    format = models.CharField(max_length=8, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    refusal_code = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="alerts_rawmessage_once", fields=["digest", "outcome", "refusal_code"]),
            models.CheckConstraint(name="alerts_rawmessage_kept", condition=models.Q(kept__lte=models.F("size"))),
            models.CheckConstraint(
                name="alerts_rawmessage_refused_why",
                condition=models.Q(outcome="refused") ^ models.Q(refusal_code=""),
            ),
        ]
        indexes = [models.Index(name="alerts_rawmessage_received", fields=["outcome", "received_at"])]
