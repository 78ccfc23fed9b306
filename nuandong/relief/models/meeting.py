from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class Meeting(models.Model):
    """A village's democratic assessment (民主评议): who came, how they voted, minutes and photos (DIS-020, DIS-026)."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal = frozenset({"minutes_sealed", "attendance_sealed", "chair_sealed"})
    harmless = frozenset(
        {
            "id", "region", "season", "held_at", "place", "present", "invited", "recorded_by",
            "recorded_at", "minutes_files", "photos", "objection",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="+", db_index=False)
    objection = models.ForeignKey("relief.Objection", on_delete=models.PROTECT, null=True, related_name="meetings")
    """The objection it was held about; None for the first assessment."""
    held_at = models.DateTimeField()
    place = models.CharField(max_length=80)
    invited = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    attendance_sealed = models.BinaryField()
    """The names, one in a line."""
    minutes_sealed = models.BinaryField(null=True)
    chair_sealed = models.BinaryField(null=True)
    """Who led it, one of those who came; None for a meeting from before this was asked."""
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    minutes_files = ArrayField(models.UUIDField(), default=list)
    photos = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(present__gte=1, present__lte=F("invited")), name="relief_meeting_present"
            ),
            models.CheckConstraint(condition=Q(recorded_at__gte=F("held_at")), name="relief_meeting_was_held"),
        ]
        indexes = [models.Index(fields=["region", "season", "id"], name="relief_meeting_region")]
