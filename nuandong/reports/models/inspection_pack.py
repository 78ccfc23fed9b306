from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.reports.states import PackState


class InspectionPack(models.Model):
    """An inspection pack that somebody asked for: made in the background, in `steps` steps, kept as a stored file."""

    access = Scoped(web="si", worker="su", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id",
            "region",
            "first_day",
            "last_day",
            "asked_by",
            "asked_at",
            "state",
            "tries",
            "step",
            "steps",
            "ready_at",
            "file",
            "digest",
            "size",
            "trouble",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PackState, default=PackState.ASKED)
    tries = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField()
    ready_at = models.DateTimeField(null=True)
    file = models.UUIDField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of the archive, hexadecimal."""
    size = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True, default="")
    """Why it could not be made, in words."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "region"],
                condition=Q(state__in=["asked", "making"]),
                name="reports_pack_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=PackState.values), name="reports_pack_state_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="reports_pack_days"),
            models.CheckConstraint(
                condition=Q(state="ready", ready_at__isnull=False, file__isnull=False, size__gt=0) & ~Q(digest="")
                | (~Q(state="ready") & Q(ready_at=None, file=None, digest="")),
                name="reports_pack_ready_with_file",
            ),
        ]
        indexes = [models.Index(fields=["region", "id"], name="reports_pack_region")]
