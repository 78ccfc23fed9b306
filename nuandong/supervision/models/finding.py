from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.supervision.kinds import FindingState, Severity


class Finding(models.Model):
    """Something wrong that a visit found, or a check that runs by itself; and the task of the unit to put it right.

    What a check found names the prohibition `ban` of an activated plan and the `subject` that stands against it.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"what"})
    harmless = frozenset(
        {
            "id",
            "region",
            "visit",
            "activation",
            "ban",
            "subject",
            "event",
            "found_in",
            "mended_at",
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
    """Where it has to be put right: where it was found, or that of the unit where that is not in its region."""
    visit = models.ForeignKey("supervision.Visit", null=True, on_delete=models.PROTECT, related_name="findings")
    activation = models.UUIDField(null=True)
    """The activation of the plan that forbids it."""
    ban = models.CharField(max_length=60, blank=True, default="")
    """The prohibition, target or duty `never` in that plan."""
    subject = models.UUIDField(null=True)
    event = models.UUIDField(null=True)
    """The journal event that shows it."""
    found_in = models.BigIntegerField(null=True)
    """The division in which the check found it."""
    mended_at = models.DateTimeField(null=True)
    """Since when the check does not find it any more."""
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
            models.CheckConstraint(
                condition=Q(visit__isnull=False, activation=None, ban="", subject=None, mended_at=None)
                | Q(visit=None, activation__isnull=False, subject__isnull=False) & ~Q(ban=""),
                name="supervision_finding_of_a_visit_or_a_check",
            ),
            models.UniqueConstraint(
                fields=["activation", "ban", "subject", "found_in"], name="supervision_finding_of_a_breach_once"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "id"], name="supervision_finding_region"),
            models.Index(fields=["unit", "state"], name="supervision_finding_unit"),
        ]
