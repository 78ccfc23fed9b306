from django.db import models
from django.db.models import Q

from nuandong.duty.states import DraftState
from nuandong.machine.access import Scoped


class RosterDraft(models.Model):
    """The roster of a season while it is made: `plan` is a `season.plan.SeasonPlan`. No shift stands before it is
    published; what was published stays as it was."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "title", "plan", "state", "made_by", "made_at", "changed_at", "published_at", "shifts"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    title = models.CharField(max_length=40)
    plan = models.JSONField()
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.DRAFT)
    made_by = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="roster_drafts")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    shifts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="duty_draft_state_known"),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="duty_draft_published_when",
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="duty_draft_region")]

    def __str__(self) -> str:
        return self.title
