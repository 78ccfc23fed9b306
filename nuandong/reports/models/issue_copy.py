from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class IssueCopy(models.Model):
    """A published issue as one unit got it, and when it signed for it (签收). Region: the unit's."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "issue", "unit", "sent_at", "read_at", "read_by"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    issue = models.ForeignKey("reports.Issue", on_delete=models.PROTECT, related_name="copies")
    unit = models.UUIDField()
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "unit"], name="reports_copy_once_for_a_unit"),
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
                name="reports_copy_read_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-sent_at"], name="reports_copy_unit")]
