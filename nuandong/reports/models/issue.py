from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Unscoped


class Issue(models.Model):
    """A report that was published to units as one issue (第N期) of its season.

    Its number is never given again, not even after it was withdrawn.
    """

    access = Unscoped(
        "published to every unit; who got it stands in the scoped copies", web="siu", worker="s", batch="s", auditor="s"
    )
    personal = frozenset({"content_sealed", "reason"})
    harmless = frozenset(
        {
            "id",
            "place",
            "report",
            "report_code",
            "title",
            "season",
            "number",
            "published_at",
            "published_by",
            "by_unit",
            "withdrawn_at",
            "withdrawn_by",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    place = models.BigIntegerField()
    """The division whose report it is."""
    report = models.UUIDField()
    """The report that was sent up; a plain id, since those who read an issue do not see the reports of others."""
    report_code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    season = models.PositiveSmallIntegerField()
    """The year it begins in."""
    number = models.PositiveSmallIntegerField()
    content_sealed = models.BinaryField()
    """The canonical JSON of what was signed."""
    published_at = models.DateTimeField()
    published_by = models.UUIDField()
    by_unit = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "report_code", "season", "number"], name="reports_issue_number_once"
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(withdrawn_at=None), name="reports_issue_of_a_report_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="reports_issue_numbered"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, reason="")
                | Q(withdrawn_at__gte=F("published_at"), withdrawn_by__isnull=False) & ~Q(reason=""),
                name="reports_issue_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["place", "-published_at"], name="reports_issue_place")]

    def __str__(self) -> str:
        return self.title
