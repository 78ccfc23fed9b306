from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.reports.kinds import Decision, Kind


class NationalDifference(models.Model):
    """One row of an export that is not as ours, one case of ours that the export lacks, or a row that cannot be read.

    `theirs_sealed` is what the export says, as JSON by field; `fields` are the codes that differ, or why a row is an
    error. `row` is its number in the sheet, none for what is only here.
    """

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"theirs_sealed"})
    harmless = frozenset(
        {
            "id",
            "region",
            "source",
            "kind",
            "row",
            "case",
            "matched",
            "fields",
            "decision",
            "decided_by",
            "decided_at",
            "agreed_at",
            "agreed_by",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    source = models.ForeignKey("reports.NationalImport", on_delete=models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=10, choices=Kind)
    row = models.PositiveIntegerField(null=True)
    case = models.UUIDField(null=True)
    matched = models.CharField(max_length=10, blank=True, default="")
    fields = models.JSONField(default=list)
    theirs_sealed = models.BinaryField(null=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default="")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    """Since when our record says what theirs does, where theirs is right."""
    agreed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "row"], name="reports_difference_row_once"),
            models.UniqueConstraint(fields=["source", "case"], name="reports_difference_case_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="reports_difference_decided_by",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(decision="theirs", agreed_at__isnull=False, agreed_by__isnull=False),
                name="reports_difference_agreed_by",
            ),
            models.CheckConstraint(
                condition=Q(kind="here", row=None, case__isnull=False)
                | Q(kind="differs", row__isnull=False, case__isnull=False)
                | Q(kind__in=["there", "error"], row__isnull=False, case=None),
                name="reports_difference_kind",
            ),
        ]
