from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.reports.states import ReportState

_OPEN = ~Q(state="submitted")


class Report(models.Model):
    """One report of a region and period. A correction is a row of its own, one version higher.

    From the signature on, `content_sealed` holds the canonical JSON of what was signed (`reports.content`), and
    `digest` its SHA-256; nothing is counted anew after that.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    # What people wrote may name somebody.
    personal = frozenset({"texts_sealed", "content_sealed"})
    harmless = frozenset(
        {
            "id",
            "region",
            "report",
            "first_day",
            "last_day",
            "version",
            "corrects",
            "state",
            "due_at",
            "values",
            "digest",
            "author",
            "started_at",
            "signed_by",
            "signed_at",
            "submitted_by",
            "submitted_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    report = models.CharField(max_length=40)
    """Code of its definition in library/reports."""
    first_day = models.DateField()
    last_day = models.DateField()
    version = models.PositiveSmallIntegerField()
    corrects = models.OneToOneField("reports.Report", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    due_at = models.DateTimeField()
    values = models.JSONField(default=dict)
    """Entered by hand: "row/column" → [value, who]."""
    texts_sealed = models.BinaryField(null=True)
    """What was written: JSON of passage → words."""
    content_sealed = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    author = models.UUIDField()
    started_at = models.DateTimeField()
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    submitted_by = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "report", "first_day", "version"], name="reports_report_version"),
            models.UniqueConstraint(
                fields=["region", "report", "first_day"], condition=_OPEN, name="reports_report_one_open"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="reports_report_days"),
            models.CheckConstraint(
                condition=Q(version=1, corrects=None) | Q(version__gt=1, corrects__isnull=False),
                name="reports_report_corrects",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", signed_by=None, signed_at=None, content_sealed=None, digest="")
                | (
                    Q(state__in=["signed", "submitted"])
                    & Q(signed_by__isnull=False, signed_at__isnull=False, content_sealed__isnull=False)
                    & ~Q(digest="")
                ),
                name="reports_report_signed_with_content",
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", submitted_by__isnull=False, submitted_at__isnull=False)
                | (~Q(state="submitted") & Q(submitted_by=None, submitted_at=None)),
                name="reports_report_submitted_by",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("author")), name="reports_report_two_people"
            ),
        ]
        indexes = [models.Index(fields=["region", "report", "first_day"], name="reports_report_region")]
