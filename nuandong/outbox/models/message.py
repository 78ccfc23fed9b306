from django.db import models

from nuandong.machine.access import Scoped


class State(models.TextChoices):
    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"


class Message(models.Model):
    """One message to the outside."""

    access = Scoped(web="si", worker="siu", batch="s", auditor="s")
    personal = frozenset({"to_sealed", "body_sealed"})
    harmless = frozenset(
        {"id", "region", "channel", "subject", "state", "attempts", "not_before", "created_at", "sent_at", "trouble"}
    )

    id = models.UUIDField(primary_key=True)
    region = models.BigIntegerField()
    channel = models.CharField(max_length=30)
    subject = models.UUIDField()
    to_sealed = models.BinaryField()
    body_sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], name="outbox_due", condition=models.Q(state__in=["waiting", "sending"]))
        ]
