from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class WorkRecord(models.Model):
    """How much of a kind of work a unit did, where no module of its own records that work."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"note_sealed"})
    harmless = frozenset(
        {
            "id",
            "region",
            "unit",
            "work",
            "subject",
            "done",
            "base",
            "at",
            "recorded_at",
            "recorded_by",
            "file",
            "event",
            "voided_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    unit = models.UUIDField()
    work = models.CharField(max_length=40)
    """A code of library/work/kinds.yaml."""
    subject = models.UUIDField()
    """What it was done on: a task, a household, a place; its own id where nothing else is named."""
    done = models.PositiveIntegerField()
    base = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    note_sealed = models.BinaryField(null=True)
    file = models.UUIDField(null=True)
    """A photo that shows it."""
    event = models.UUIDField(unique=True)
    """The journal event that counts it; voided together with the record."""
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(base=None) | Q(base__gte=F("done")), name="tasks_work_no_more_than_the_whole"
            ),
            models.CheckConstraint(condition=~Q(work=""), name="tasks_work_kind_named"),
        ]
        indexes = [
            models.Index(fields=["region", "id"], name="tasks_work_region"),
            models.Index(fields=["subject"], name="tasks_work_subject"),
        ]
