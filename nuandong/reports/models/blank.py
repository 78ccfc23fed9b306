from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Blank(models.Model):
    """A superior's form that comes back every period, for one report of library/reports."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset({"id", "region", "title", "kind", "report", "started_by", "started_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=4, choices=[("xlsx", "Excel"), ("docx", "Word")])
    report = models.CharField(max_length=40)
    """Code of the report's definition."""
    started_by = models.UUIDField()
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "title"], name="reports_blank_title"),
            models.CheckConstraint(condition=Q(kind__in=["xlsx", "docx"]), name="reports_blank_kind"),
        ]

    def __str__(self) -> str:
        return self.title
