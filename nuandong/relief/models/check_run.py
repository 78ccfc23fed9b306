from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class CheckRun(models.Model):
    """Somebody had the integrity checks run over a place: done in the background, check by check."""

    access = Scoped(web="siu", worker="su", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "asked_by", "asked_at", "tries", "step", "steps", "done_at", "raised", "gone",
            "standing", "trouble",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """A county, township or village."""
    season = models.SmallIntegerField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)
    """How many of its `steps` checks are through."""
    steps = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    raised = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    standing = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True, default="")
    """Why it was given up, in words."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "season"],
                condition=Q(done_at=None, trouble=""),
                name="relief_check_run_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(trouble=""), name="relief_check_run_done_or_not"),
        ]
        indexes = [models.Index(fields=["region", "id"], name="relief_check_run_region")]
