from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class NationalImport(models.Model):
    """A national system's own export, compared with our cases of some days; the same file stands once in a region.

    `columns` maps the place of a column (from 0) to a field of the system; whoever confirms it teaches the next export
    with the same headings (`fingerprint`).
    """

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset(
        {
            "id",
            "region",
            "system",
            "since",
            "until",
            "digest",
            "file",
            "fingerprint",
            "heading_row",
            "headings",
            "rows",
            "columns",
            "same",
            "compared_at",
            "uploaded_by",
            "uploaded_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    system = models.CharField(max_length=30)
    since = models.DateField()
    until = models.DateField()
    digest = models.CharField(max_length=64)
    file = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    heading_row = models.PositiveSmallIntegerField()
    headings = models.JSONField()
    rows = models.PositiveIntegerField()
    columns = models.JSONField()
    same = models.PositiveIntegerField(default=0)
    compared_at = models.DateTimeField(null=True)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "system", "digest", "since", "until"], name="reports_national_import_once"
            ),
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="reports_national_import_days"),
        ]
        indexes = [models.Index(fields=["system", "fingerprint"], name="reports_national_headings")]
