from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.rescue.kinds import Mode


class PatrolRound(models.Model):
    """One team's round through key locations, alone or with partner units. `night`: part of it lay in the night."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "team", "shift", "started_at", "ended_at", "night", "joint_units", "mode", "started_by"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    team = models.ForeignKey("duty.Team", on_delete=models.PROTECT, related_name="rounds")
    shift = models.ForeignKey("duty.Shift", null=True, on_delete=models.PROTECT, related_name="rounds")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    night = models.BooleanField(default=False)
    joint_units = ArrayField(models.UUIDField(), default=list, blank=True)
    """Units of partner departments that went along (RES-010)."""
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.BASELINE)
    """The patrol mode that was in force at the start."""
    started_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(ended_at=None), name="rescue_round_one_open_per_team"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="rescue_round_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="rescue_round_mode_known"),
        ]
        indexes = [models.Index(fields=["region", "started_at"], name="rescue_round_region")]
