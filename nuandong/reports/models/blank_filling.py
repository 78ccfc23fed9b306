from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class BlankFilling(models.Model):
    """A copy of a blank with the values of one report.

    `source` is the digest of the content, `draft` says that nobody had signed it. `empty` lists [address, reason] for
    every place that stayed empty.
    """

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset(
        {
            "id",
            "region",
            "mapping",
            "report",
            "first_day",
            "last_day",
            "draft",
            "source",
            "file",
            "filled",
            "empty",
            "made_by",
            "made_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    mapping = models.ForeignKey("reports.BlankMapping", on_delete=models.PROTECT, related_name="fillings")
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    draft = models.BooleanField()
    source = models.CharField(max_length=64)
    file = models.UUIDField()
    filled = models.PositiveIntegerField()
    empty = models.JSONField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="reports_filling_days"),
        ]
