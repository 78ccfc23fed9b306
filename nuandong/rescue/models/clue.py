from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value

from nuandong.machine.access import Scoped
from nuandong.rescue.kinds import Channel, Closing
from nuandong.rescue.states.clue import ClueState

_COUNTY = F("region") / Value(1_000_000)


class Clue(models.Model):
    """Word that somebody needs help somewhere. The clock of the arrival runs from `clock_started_at`, which a hand-over
    to another county keeps; `received_at` is when this county had it, `acted_at` when the caller spoke."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset(
        {"caller_sealed", "caller_masked", "caller_blind", "words_sealed", "remark_sealed", "place_text", "lat", "lon"}
    )
    harmless = frozenset(
        {
            "id",
            "region",
            "number",
            "channel",
            "reporter_kind",
            "informant",
            "recording",
            "place",
            "remote",
            "people_count",
            "hints",
            "received_at",
            "acted_at",
            "clock_started_at",
            "first_contact",
            "weather_severe",
            "state",
            "closing",
            "nobody_left_at",
            "closed_at",
            "closed_event",
            "duplicate_of",
            "origin",
            "origin_region",
            "handed_to",
            "handed_to_region",
            "handed_over_event",
            "taken_on_at",
            "taken_on_by",
            "track_code",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    number = models.CharField(max_length=12)
    """Running number of the season and county, such as 2026-00123."""
    channel = models.CharField(max_length=12, choices=Channel)
    reporter_kind = models.CharField(max_length=30, blank=True, default="")
    """A code of library/rescue/reporters.yaml, or empty when nobody asked."""
    informant = models.ForeignKey("rescue.Informant", null=True, on_delete=models.PROTECT, related_name="clues")
    """Whose telephone it came from, or whom the operator named."""
    caller_sealed = models.BinaryField(null=True)
    caller_masked = models.CharField(max_length=20, blank=True, default="")
    caller_blind = models.BinaryField(null=True)
    words_sealed = models.BinaryField(null=True)
    recording = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    place_text = models.CharField(max_length=200, blank=True, default="")
    place = models.ForeignKey("geo.Place", null=True, on_delete=models.PROTECT, related_name="clues")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    remote = models.BooleanField(default=False)
    """Really far away: the longer limit of RES-027 counts."""
    people_count = models.PositiveSmallIntegerField(null=True)
    hints = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    """Codes of library/rescue/hints.yaml."""
    received_at = models.DateTimeField()
    acted_at = models.DateTimeField()
    clock_started_at = models.DateTimeField()
    first_contact = models.UUIDField()
    """The member of staff who answers for it first (首接负责)."""
    weather_severe = models.BooleanField(default=False)
    """A warning of severe winter weather was in force: rescue first, review afterwards (RES-024)."""
    state = models.CharField(max_length=12, choices=ClueState, default=ClueState.OPEN)
    closing = models.CharField(max_length=12, choices=Closing, blank=True, default="")
    remark_sealed = models.BinaryField(null=True)
    """What was said last about its ending: why it was closed, handed over or sent back."""
    nobody_left_at = models.DateTimeField(null=True)
    """When the last leader of the ladder had been rung up in vain; empty as soon as somebody takes care of it."""
    closed_at = models.DateTimeField(null=True)
    closed_event = models.UUIDField(null=True)
    """The journal event that ended it; reopening voids that event."""
    duplicate_of = models.ForeignKey("rescue.Clue", null=True, on_delete=models.PROTECT, related_name="duplicates")
    # The two ends of a hand-over lie in different counties, so neither side can see the other's row: plain ids.
    origin = models.UUIDField(null=True)
    origin_region = models.BigIntegerField(null=True)
    handed_to = models.UUIDField(null=True)
    handed_to_region = models.BigIntegerField(null=True)
    handed_over_event = models.UUIDField(null=True)
    taken_on_at = models.DateTimeField(null=True)
    taken_on_by = models.UUIDField(null=True)
    track_code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(_COUNTY, F("number"), name="rescue_clue_number_once_in_a_county"),
            models.UniqueConstraint(fields=["track_code"], name="rescue_clue_track_code_once"),
            models.CheckConstraint(condition=Q(state__in=ClueState.values), name="rescue_clue_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="rescue_clue_channel_known"),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="rescue_clue_coordinates",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "handed_over"], closing__in=Closing.values, closed_at__isnull=False)
                | (~Q(state__in=["closed", "handed_over"]) & Q(closing="", closed_at=None)),
                name="rescue_clue_closing_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(closing="duplicate", duplicate_of__isnull=False)
                | (~Q(closing="duplicate") & Q(duplicate_of=None)),
                name="rescue_clue_duplicate_of_another",
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="rescue_clue_not_its_own_duplicate"),
            models.CheckConstraint(
                condition=Q(clock_started_at__lte=F("received_at")) & (Q(people_count=None) | Q(people_count__gte=1)),
                name="rescue_clue_clock_and_count",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state"], name="rescue_clue_region"),
            models.Index(fields=["acted_at"], name="rescue_clue_time"),
            models.Index(fields=["caller_blind"], name="rescue_clue_caller"),
        ]

    def __str__(self) -> str:
        return self.number
