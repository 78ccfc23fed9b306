from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.people.kinds import Sex
from nuandong.rescue.kinds_encounter import AgeBand, Outcome
from nuandong.rescue.states.encounter import EncounterState


class Encounter(models.Model):
    """One person met outdoors: what he is, what he wants, what was done. `at` is when it happened."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset(
        {"person", "place_text", "lat", "lon", "categories", "sex", "age_band", "note_sealed", "ground_by_sealed"}
    )
    harmless = frozenset(
        {
            "id",
            "region",
            "clue",
            "patrol_round",
            "team",
            "at",
            "place",
            "weather_severe",
            "willing",
            "state",
            "outcome",
            "legal_ground",
            "medically_cleared",
            "confirmed_by",
            "kit_act",
            "kit_declined",
            "leaflet",
            "photos",
            "sheet_photo",
            "late_entry",
            "countersign_due",
            "countersigned_by",
            "countersigned_at",
            "review_due",
            "reviewed_at",
            "review_eligible",
            "recorded_by",
            "recorded_at",
            "closed_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    clue = models.ForeignKey("rescue.Clue", null=True, on_delete=models.PROTECT, related_name="encounters")
    patrol_round = models.ForeignKey(
        "rescue.PatrolRound", null=True, on_delete=models.PROTECT, related_name="encounters"
    )
    team = models.ForeignKey("duty.Team", null=True, on_delete=models.PROTECT, related_name="encounters")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="encounters")
    at = models.DateTimeField()
    place = models.ForeignKey("geo.Place", null=True, on_delete=models.PROTECT, related_name="encounters")
    place_text = models.CharField(max_length=200, blank=True, default="")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    categories = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    """Codes of library/rescue/categories.yaml."""
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    age_band = models.CharField(max_length=10, choices=AgeBand, default=AgeBand.UNKNOWN)
    weather_severe = models.BooleanField(default=False)
    """Rescue first, review afterwards (RES-024)."""
    willing = models.BooleanField(null=True)
    """Whether the person wants the help; null: cannot say, or not asked yet."""
    note_sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=EncounterState, default=EncounterState.OPEN)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True, default="")
    legal_ground = models.CharField(max_length=20, blank=True, default="")
    """Code of `grounds` in library/rescue/station.yaml: why somebody was taken along against his word."""
    ground_by_sealed = models.BinaryField(null=True)
    """The doctor, officer or guardian behind that ground."""
    medically_cleared = models.BooleanField(default=False)
    confirmed_by = models.UUIDField(null=True)
    """The duty leader who confirmed that a lucid person of a protected category turned help down."""
    kit_act = models.UUIDField(null=True)
    """The issue of goods in `supplies`."""
    kit_declined = models.BooleanField(default=False)
    leaflet = models.BooleanField(default=False)
    photos = ArrayField(models.UUIDField(), default=list, blank=True)
    sheet_photo = models.UUIDField(null=True)
    late_entry = models.BooleanField(default=False)
    countersign_due = models.DateTimeField(null=True)
    countersigned_by = models.UUIDField(null=True)
    countersigned_at = models.DateTimeField(null=True)
    review_due = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    review_eligible = models.BooleanField(null=True)
    """What that review found: whether the station may help this person."""
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", outcome="", closed_at=None)
                | (Q(state="closed", closed_at__isnull=False) & Q(outcome__in=Outcome.values)),
                name="rescue_encounter_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="rescue_encounter_coordinates",
            ),
            models.CheckConstraint(
                condition=Q(late_entry=False, countersign_due=None)
                | Q(late_entry=True, countersign_due__isnull=False, sheet_photo__isnull=False),
                name="rescue_encounter_late_with_sheet",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by=None, countersigned_at=None)
                | Q(countersigned_by__isnull=False, countersigned_at__isnull=False),
                name="rescue_encounter_countersigned_by",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, review_eligible=None)
                | Q(reviewed_at__isnull=False, review_due__isnull=False),
                name="rescue_encounter_reviewed_when_due",
            ),
            models.CheckConstraint(
                condition=~Q(kit_act__isnull=False, kit_declined=True), name="rescue_encounter_kit_or_declined"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "at"], name="rescue_encounter_region"),
            models.Index(fields=["region"], condition=Q(state="open"), name="rescue_encounter_open"),
            models.Index(
                fields=["countersign_due"],
                condition=Q(late_entry=True, countersigned_at=None),
                name="rescue_encounter_unsigned",
            ),
            models.Index(
                fields=["review_due"],
                condition=Q(review_due__isnull=False, reviewed_at=None),
                name="rescue_encounter_unreviewed",
            ),
            models.Index(fields=["region"], condition=Q(review_eligible=False), name="rescue_encounter_not_eligible"),
        ]
