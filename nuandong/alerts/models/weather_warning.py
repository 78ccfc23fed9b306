from django.db import models
from django.db.models import Q

from nuandong.alerts.levels import Level
from nuandong.alerts.states import State
from nuandong.machine.access import Unscoped


class WeatherWarning(models.Model):
    """One event of one message. In force from `starts_at` until `until` or `closed_at`, whichever is first."""

    access = Unscoped("public weather information", web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset(
        {
            "id",
            "message",
            "ordinal",
            "thread",
            "event",
            "event_code",
            "event_text",
            "level",
            "state",
            "starts_at",
            "onset",
            "until",
            "until_assumed",
            "headline",
            "description",
            "instruction",
            "area_text",
            "geometry",
            "closed_at",
            "closed_by",
            "replaced_by",
            "received_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    message = models.ForeignKey("alerts.Message", on_delete=models.PROTECT, related_name="warnings")
    ordinal = models.PositiveSmallIntegerField()
    # The subject of the journal events: shared by a warning and all that replaced it.
    thread = models.UUIDField(db_index=True)
    event = models.CharField(max_length=40)
    event_code = models.CharField(max_length=200, blank=True)
    event_text = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=10, choices=[(level.value, level.label) for level in Level])
    state = models.CharField(max_length=12, choices=[(state.value, state.label) for state in State])
    starts_at = models.DateTimeField()
    onset = models.DateTimeField(null=True)
    until = models.DateTimeField()
    until_assumed = models.BooleanField()
    headline = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    instruction = models.TextField(blank=True)
    area_text = models.TextField(blank=True)
    # WGS-84: {"polygons": [[[lat, lon], ...], ...], "circles": [[lat, lon, radius_km], ...]}
    geometry = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("alerts.Message", on_delete=models.PROTECT, null=True, related_name="closes")
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="alerts_weatherwarning_once", fields=["message", "ordinal"]),
            models.CheckConstraint(name="alerts_weatherwarning_lasts", condition=Q(until__gt=models.F("starts_at"))),
            models.CheckConstraint(
                name="alerts_weatherwarning_closed",
                condition=Q(closed_at__isnull=True) ^ ~Q(state__in=[State.CURRENT.value, State.REHEARSAL.value]),
            ),
        ]
        indexes = [
            models.Index(name="alerts_weatherwarning_times", fields=["until", "starts_at"]),
            models.Index(
                name="alerts_weatherwarning_current", fields=["until"], condition=Q(state=State.CURRENT.value)
            ),
        ]

    def __str__(self) -> str:
        return self.headline or f"{self.event} {self.level}"
