from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class TaskEscalation(models.Model):
    """A leader was rung up about a late task; the next one follows until somebody confirms."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "task", "due_at", "level", "leader", "why", "raised_at", "confirmed_at", "confirmed_by"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    task = models.ForeignKey("tasks.Task", on_delete=models.PROTECT, related_name="escalations")
    due_at = models.DateTimeField()
    """The time that was missed; an extended task has a ladder of its own."""
    level = models.PositiveSmallIntegerField()
    leader = models.UUIDField()
    why = models.CharField(max_length=20)
    """`on_duty`, or the code of the role for which somebody is on the ladder."""
    raised_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "due_at", "level"], name="tasks_escalation_level_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__gte=F("raised_at"), confirmed_by__isnull=False),
                name="tasks_escalation_confirmed_after",
            ),
            models.CheckConstraint(condition=Q(level__gte=1), name="tasks_escalation_level_from_one"),
        ]
        indexes = [
            models.Index(fields=["region"], condition=Q(confirmed_at=None), name="tasks_escalation_waiting"),
        ]
