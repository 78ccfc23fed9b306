from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.rescue.kinds import Grounds


class Escalation(models.Model):
    """A leader was called about a clue nobody goes to or arrives at; the next one follows until somebody confirms."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "clue", "grounds", "level", "leader", "why", "raised_at", "confirmed_at", "confirmed_by"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    clue = models.ForeignKey("rescue.Clue", on_delete=models.PROTECT, related_name="escalations")
    grounds = models.CharField(max_length=12, choices=Grounds)
    level = models.PositiveSmallIntegerField()
    """1 is the leader on duty; the ladder goes up from there."""
    leader = models.UUIDField()
    why = models.CharField(max_length=20)
    """`on_duty`, or the code of the role for which somebody is on the ladder."""
    raised_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clue", "grounds", "level"], name="rescue_escalation_level_once"),
            models.CheckConstraint(condition=Q(grounds__in=Grounds.values), name="rescue_escalation_grounds_known"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__gte=F("raised_at"), confirmed_by__isnull=False),
                name="rescue_escalation_confirmed_after",
            ),
            models.CheckConstraint(condition=Q(level__gte=1), name="rescue_escalation_level_from_one"),
        ]
        indexes = [
            models.Index(fields=["region"], condition=Q(confirmed_at=None), name="rescue_escalation_waiting"),
        ]
