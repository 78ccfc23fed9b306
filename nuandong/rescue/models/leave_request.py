from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.rescue.kinds_stay import Decision


class LeaveRequest(models.Model):
    """A way of leaving that needs the duty leader's signed decision, and the decision (product C.5)."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"reason_sealed"})
    harmless = frozenset(
        {
            "id",
            "region",
            "stay",
            "exit",
            "requested_at",
            "requested_by",
            "decision",
            "decided_at",
            "decided_by",
            "sheet_photo",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    stay = models.ForeignKey("rescue.Stay", on_delete=models.PROTECT, related_name="leave_requests")
    exit = models.CharField(max_length=40)
    reason_sealed = models.BinaryField(null=True)
    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    sheet_photo = models.UUIDField(null=True)
    """The signed paper, where there is one."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stay"], condition=Q(decision=""), name="rescue_leave_one_open_request"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="rescue_leave_decided_by",
            ),
        ]
        indexes = [models.Index(fields=["region"], condition=Q(decision=""), name="rescue_leave_waiting")]
