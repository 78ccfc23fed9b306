from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Announcement(models.Model):
    """One entry of the publicity log: what was made known, through which channel, where, and whom it reached."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"title", "link"})
    harmless = frozenset(
        {
            "id",
            "region",
            "unit",
            "channel",
            "times",
            "copies",
            "reached",
            "base",
            "duty",
            "works",
            "files",
            "at",
            "recorded_at",
            "recorded_by",
            "event",
            "voided_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    unit = models.UUIDField()
    channel = models.CharField(max_length=40)
    """A code of library/publicity/channels.yaml."""
    title = models.CharField(max_length=120)
    link = models.CharField(max_length=300, blank=True, default="")
    times = models.PositiveIntegerField(default=1)
    copies = models.PositiveIntegerField(null=True)
    reached = models.PositiveIntegerField(null=True)
    base = models.PositiveIntegerField(null=True)
    """Of how many, where the channel counts a part of a whole."""
    duty = models.UUIDField(null=True)
    """The duty of a plan that it serves, where one was named."""
    works = ArrayField(models.UUIDField(), default=list)
    """The records of work it counts as; taken back together with it."""
    files = ArrayField(models.UUIDField(), default=list)
    """Photos that prove it."""
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    event = models.UUIDField(unique=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="publicity_announcement_said"),
            models.CheckConstraint(condition=Q(times__gte=1), name="publicity_announcement_times"),
        ]
        indexes = [
            models.Index(fields=["region", "id"], name="publicity_ann_region"),
            models.Index(fields=["channel", "at"], name="publicity_ann_channel"),
        ]

    def __str__(self) -> str:
        return self.title
