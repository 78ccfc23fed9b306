from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.rescue.states.dispatch import LIVE, DispatchState


class Dispatch(models.Model):
    """One team sent to one clue. `…_relayed` marks times that the dispatcher typed from what the crew said."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    # What somebody wrote as reason is free text.
    personal = frozenset({"reason_sealed"})
    harmless = frozenset(
        {
            "id",
            "region",
            "clue",
            "team",
            "vehicle",
            "ordered_by",
            "ordered_at",
            "accepted_at",
            "departed_at",
            "on_scene_at",
            "done_at",
            "ended_at",
            "accepted_relayed",
            "departed_relayed",
            "on_scene_relayed",
            "done_relayed",
            "state",
            "estimate_minutes",
            "overridden",
            "explanation",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    clue = models.ForeignKey("rescue.Clue", on_delete=models.PROTECT, related_name="dispatches")
    team = models.ForeignKey("duty.Team", on_delete=models.PROTECT, related_name="dispatches")
    vehicle = models.ForeignKey("duty.Vehicle", null=True, on_delete=models.PROTECT, related_name="dispatches")
    ordered_by = models.UUIDField()
    ordered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)
    on_scene_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was declined or cancelled."""
    accepted_relayed = models.BooleanField(default=False)
    departed_relayed = models.BooleanField(default=False)
    on_scene_relayed = models.BooleanField(default=False)
    done_relayed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=DispatchState, default=DispatchState.ORDERED)
    estimate_minutes = models.PositiveSmallIntegerField(null=True)
    """Minutes from the order to the arrival as estimated then; null when the way could not be estimated."""
    overridden = models.BooleanField(default=False)
    """The operator sent another team than the first of the list, and said why."""
    reason_sealed = models.BinaryField(null=True)
    """Why this team was taken, why it declined, or why it was called back."""
    explanation = models.JSONField(default=dict)
    """The candidates of that moment with minutes and reasons, see `rescue.choosing`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clue", "team"],
                condition=Q(state__in=[state.value for state in LIVE]),
                name="rescue_dispatch_team_once_on_a_clue",
            ),
            models.CheckConstraint(condition=Q(state__in=DispatchState.values), name="rescue_dispatch_state_known"),
            models.CheckConstraint(
                condition=(Q(accepted_at=None) | Q(accepted_at__gte=F("ordered_at")))
                & (Q(departed_at=None) | Q(departed_at__gte=F("ordered_at")))
                & (Q(departed_at=None) | Q(accepted_at=None) | Q(departed_at__gte=F("accepted_at")))
                & (Q(on_scene_at=None) | Q(on_scene_at__gte=F("ordered_at")))
                & (Q(on_scene_at=None) | Q(departed_at=None) | Q(on_scene_at__gte=F("departed_at")))
                & (Q(done_at=None) | Q(done_at__gte=F("on_scene_at"))),
                name="rescue_dispatch_times_in_order",
            ),
            models.CheckConstraint(
                condition=(~Q(state="accepted") | Q(accepted_at__isnull=False))
                & (~Q(state="departed") | Q(departed_at__isnull=False))
                & (~Q(state__in=["on_scene", "done"]) | Q(on_scene_at__isnull=False))
                & (~Q(state="done") | Q(done_at__isnull=False))
                & (
                    Q(state__in=["declined", "cancelled"], ended_at__isnull=False)
                    | (~Q(state__in=["declined", "cancelled"]) & Q(ended_at=None))
                ),
                name="rescue_dispatch_times_fit_state",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state"], name="rescue_dispatch_region"),
            models.Index(fields=["team", "state"], name="rescue_dispatch_team"),
        ]
