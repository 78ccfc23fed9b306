from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class ReachTest(models.Model):
    """A try whether those on the roster of a night, or of a team, can be reached: each answers until `due_at`."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "night", "team", "started_by", "started_at", "due_at", "closed_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    night = models.DateField(null=True, blank=True)
    team = models.ForeignKey("duty.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="reach_tests")
    started_by = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(night__isnull=False, team__isnull=True) | Q(night__isnull=True, team__isnull=False),
                name="duty_reach_night_or_team",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="duty_reach_due_after_start"),
            models.UniqueConstraint(
                fields=["region", "night"], condition=Q(closed_at__isnull=True), name="duty_reach_one_of_a_night"
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(closed_at__isnull=True), name="duty_reach_one_of_a_team"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(closed_at__isnull=True), name="duty_reach_open"),
        ]
