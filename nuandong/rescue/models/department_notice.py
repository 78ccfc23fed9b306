from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class DepartmentNotice(models.Model):
    """A partner department that must hear of an encounter (RES-018, RES-041): due when opened, done when told."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"heard_by_sealed"})
    harmless = frozenset({"id", "region", "encounter", "department", "opened_at", "told_at", "told_by"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    encounter = models.ForeignKey("rescue.Encounter", on_delete=models.PROTECT, related_name="department_notices")
    department = models.CharField(max_length=40)
    """Code of `departments` in library/rescue/station.yaml."""
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = models.UUIDField(null=True)
    heard_by_sealed = models.BinaryField(null=True)
    """Who took it down on the other side."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["encounter", "department"], name="rescue_notice_once_per_department"),
            models.CheckConstraint(
                condition=Q(told_at=None, told_by=None) | Q(told_at__isnull=False, told_by__isnull=False),
                name="rescue_notice_told_by",
            ),
        ]
        indexes = [models.Index(fields=["region"], condition=Q(told_at=None), name="rescue_notice_waiting")]
