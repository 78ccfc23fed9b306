from django.db import models

from nuandong.machine.access import Unscoped


class WarningArea(models.Model):
    """One division a warning holds for; `lo` and `hi` span all codes within it, so that containment is a comparison."""

    access = Unscoped("public weather information", web="si", worker="si", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset({"id", "warning", "region", "lo", "hi"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    warning = models.ForeignKey("alerts.WeatherWarning", on_delete=models.CASCADE, related_name="areas")
    region = models.BigIntegerField()
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="alerts_warningarea_once", fields=["warning", "region"]),
            models.CheckConstraint(
                name="alerts_warningarea_span",
                condition=models.Q(lo__lte=models.F("region"), hi__gt=models.F("region")),
            ),
        ]
