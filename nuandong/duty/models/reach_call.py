from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class ReachCall(models.Model):
    """Somebody asked in a test, and his answer. `region` is one that he sees, mostly that of his unit.

    `relayed`: he answered by voice and somebody else noted it. `messaged`: there was a number to send the question to.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "test", "staff", "asked_at", "due_at", "messaged", "answered_at", "relayed", "noted_by"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    test = models.ForeignKey("duty.ReachTest", on_delete=models.PROTECT, related_name="calls")
    staff = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="reach_calls")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    messaged = models.BooleanField()
    answered_at = models.DateTimeField(null=True, blank=True)
    relayed = models.BooleanField(default=False)
    noted_by = models.ForeignKey("org.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["test", "staff"], name="duty_reach_asked_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, noted_by__isnull=True, relayed=False)
                | Q(answered_at__isnull=False, noted_by__isnull=False),
                name="duty_reach_answer_noted",
            ),
        ]
        indexes = [
            models.Index(fields=["staff"], condition=Q(answered_at__isnull=True), name="duty_reach_unanswered"),
        ]

    @property
    def in_time(self) -> bool:
        return self.answered_at is not None and self.answered_at <= self.due_at
