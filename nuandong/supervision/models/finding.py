from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.supervision.kinds import FindingState, Severity


class Finding(models.Model):
    """Something wrong that a visit found, and the task of the unit that has to put it right."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"what"})
    harmless = frozenset(
        {
            "id",
            "region",
            "visit",
            "unit",
            "by_unit",
            "severity",
            "task",
            "due_at",
            "state",
            "failed",
            "raised_at",
            "raised_by",
            "closed_at",
            "closed_by",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """Where it has to be put right: that of the visit, or of the unit where the visit was not in its region."""
    visit = models.ForeignKey("supervision.Visit", on_delete=models.PROTECT, related_name="findings")
    unit = models.UUIDField()
    """Who has to put it right (责任单位)."""
    by_unit = models.UUIDField()
    """The unit that found it."""
    severity = models.CharField(max_length=10, choices=Severity)
    what = models.CharField(max_length=180)
    task = models.ForeignKey("tasks.Task", on_delete=models.PROTECT, related_name="findings")
    """The last task given for it."""
    due_at = models.DateTimeField()
    """By when it had to be right when it was raised; the task may have been given more time."""
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.OPEN)
    failed = models.PositiveSmallIntegerField(default=0)
    """How many re-checks it failed."""
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="supervision_finding_severity"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, closed_by=None)
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="supervision_finding_closed_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="supervision_finding_said"),
        ]
        indexes = [
            models.Index(fields=["region", "id"], name="supervision_finding_region"),
            models.Index(fields=["unit", "state"], name="supervision_finding_unit"),
        ]
