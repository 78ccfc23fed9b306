from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.rescue.kinds_encounter import FollowUpOutcome


class FollowUp(models.Model):
    """A visit due to somebody who turned help down, or a search for somebody lost; until it is resolved each visit
    opens the next (RES-017)."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"note_sealed"})
    harmless = frozenset({"id", "region", "encounter", "owner", "due_at", "done_at", "done_by", "outcome"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    encounter = models.ForeignKey("rescue.Encounter", on_delete=models.PROTECT, related_name="follow_ups")
    owner = models.UUIDField()
    """The member of staff who sees to it."""
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=20, choices=FollowUpOutcome, blank=True, default="")
    note_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["encounter"], condition=Q(done_at=None), name="rescue_follow_up_one_open_each"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, outcome="")
                | Q(done_at__isnull=False, done_by__isnull=False, outcome__in=FollowUpOutcome.values),
                name="rescue_follow_up_done_with_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "due_at"], condition=Q(done_at=None), name="rescue_follow_up_due"),
            models.Index(fields=["owner"], condition=Q(done_at=None), name="rescue_follow_up_owner"),
        ]
