from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class LadderCall(models.Model):
    """Somebody above was rung up about something that waits too long: a clue, a task. The next one follows until one
    confirms."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id",
            "region",
            "subject",
            "grounds",
            "due_at",
            "level",
            "leader",
            "why",
            "raised_at",
            "confirmed_at",
            "confirmed_by",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    subject = models.UUIDField()
    """The clue or task; a plain id, as their tables stand above this module."""
    grounds = models.CharField(max_length=20)
    """Why: a code of the module that rings up. A subject has a ladder for each."""
    due_at = models.DateTimeField(null=True)
    """The time that was missed, where another time begins a ladder of its own; none where there is only one."""
    level = models.PositiveSmallIntegerField()
    """1 is the first on the ladder."""
    leader = models.UUIDField()
    why = models.CharField(max_length=20)
    """`on_duty`, or the code of the role for which somebody is on the ladder."""
    raised_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "grounds", "due_at", "level"], nulls_distinct=False, name="org_ladder_level_once"
            ),
            models.CheckConstraint(condition=~Q(grounds=""), name="org_ladder_grounds_said"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__gte=F("raised_at"), confirmed_by__isnull=False),
                name="org_ladder_confirmed_after",
            ),
            models.CheckConstraint(condition=Q(level__gte=1), name="org_ladder_level_from_one"),
        ]
        indexes = [
            models.Index(fields=["region"], condition=Q(confirmed_at=None), name="org_ladder_waiting"),
        ]
