from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import NoticeState


class Notice(models.Model):
    """A public notice (公示): a poster on the wall and a masked page. Its days begin with the photo of the poster."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "pack", "code", "title", "shows", "days", "working_days", "state", "token",
            "phone", "prepared_by", "prepared_at", "posted_at", "posted_by", "first_photo", "ends_on", "last_photo",
            "taken_down_at", "taken_down_by",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The village it is about, also where it hangs in the township (`policies_notices.hangs_at`)."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="notices", db_index=False)
    pack = models.ForeignKey("relief.Pack", on_delete=models.PROTECT, null=True, related_name="notices")
    code = models.CharField(max_length=30)
    """Which notice of the procedure."""
    title = models.CharField(max_length=80)
    shows = models.JSONField()
    """Which columns it shows (DIS-024)."""
    days = models.PositiveSmallIntegerField()
    working_days = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.PREPARED)
    token = models.CharField(max_length=32, unique=True)
    """The address of its public page."""
    phone = models.CharField(max_length=30)
    """The township's phone for reports."""
    prepared_by = models.UUIDField()
    prepared_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    posted_by = models.UUIDField(null=True)
    first_photo = models.UUIDField(null=True)
    ends_on = models.DateField(null=True)
    """Its last day for households without an objection."""
    last_photo = models.UUIDField(null=True)
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="relief_notice_state"),
            models.CheckConstraint(condition=Q(days__gte=1), name="relief_notice_days"),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "dropped"])
                | Q(posted_at__isnull=False, first_photo__isnull=False, ends_on__isnull=False),
                name="relief_notice_clock_begins_with_a_photo",
            ),
            models.CheckConstraint(
                condition=Q(taken_down_at=None) | Q(taken_down_at__gte=F("posted_at")),
                name="relief_notice_down_after_up",
            ),
        ]
        indexes = [models.Index(fields=["region", "season", "state"], name="relief_notice_region")]
