from django.db import models
from django.db.models import Q

from nuandong.machine.access import Unscoped
from nuandong.rescue.kinds import Mode


class PatrolMode(models.Model):
    """How densely a division must be patrolled because of weather warnings for it; without a row, at the baseline.

    Derived, never typed in: the rows can be thrown away and made again from the warnings in force.
    """

    # Townships must see the rows of the divisions around them, where most warnings are issued.
    access = Unscoped(
        "derived from public weather warnings, no personal data", web="sid", worker="sid", batch="s", auditor="s"
    )
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"region", "mode", "since", "until", "warning", "event", "level"})

    region = models.BigIntegerField(primary_key=True)
    mode = models.CharField(max_length=10, choices=Mode)
    since = models.DateTimeField()
    until = models.DateTimeField()
    warning = models.ForeignKey("alerts.WeatherWarning", on_delete=models.CASCADE, related_name="patrol_modes")
    event = models.CharField(max_length=40)
    level = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=[Mode.DAILY, Mode.ALL_DAY]), name="rescue_mode_denser_than_baseline"
            ),
        ]
