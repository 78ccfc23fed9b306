from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from nuandong.machine.access import Unscoped


class Message(models.Model):
    """One message of an issuer, or one warning recorded by form; never changed afterwards."""

    access = Unscoped("public weather information", web="si", worker="si", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset(
        {
            "id",
            "raw",
            "format",
            "identifier",
            "sender",
            "issuer",
            "number",
            "heard_from",
            "sent_at",
            "status",
            "type",
            "refers_to",
            "notes",
            "fingerprint",
            "received_at",
            "received_by",
            "received_in",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    raw = models.ForeignKey("alerts.RawMessage", on_delete=models.PROTECT, null=True, related_name="messages")
    format = models.CharField(max_length=8)
    identifier = models.CharField(max_length=200)
    sender = models.CharField(max_length=210)
    issuer = models.CharField(max_length=200)
    number = models.CharField(max_length=200, blank=True)
    heard_from = models.CharField(max_length=10, blank=True)
    sent_at = models.DateTimeField()
    status = models.CharField(max_length=10)
    type = models.CharField(max_length=10)
    refers_to = ArrayField(models.CharField(max_length=200), default=list)
    notes = models.JSONField(default=list)
    fingerprint = models.BinaryField(max_length=32)
    received_at = models.DateTimeField()
    received_by = models.UUIDField()
    # The region of the unit that received it: its journal events are written there.
    received_in = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="alerts_message_once", fields=["sender", "identifier"])]
        indexes = [
            GinIndex(name="alerts_message_refers_to", fields=["refers_to"]),
            models.Index(name="alerts_message_sent", fields=["sent_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.number or self.identifier}"
