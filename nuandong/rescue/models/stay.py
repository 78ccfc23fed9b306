from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.people.kinds import Sex
from nuandong.rescue.kinds_stay import BroughtBy, Cause, Flag, Identity, Security
from nuandong.rescue.states.stay import StayState

_UNCHECKED = Q(security__in=["", "refused"])


class Stay(models.Model):
    """One person's time in a rescue station. Its clocks run from `entered_at`, when the security check was passed.

    `sex` and `age` (years) are what was known or seen last; rooms and leaving depend on them, so they stand here.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"person", "sex", "age", "flags", "cause", "on_dibao", "form_sealed", "articles_sealed"})
    harmless = frozenset(
        {
            "id",
            "region",
            "station",
            "encounter",
            "number",
            "photo",
            "brought_by",
            "brought_unit",
            "handover_sheet",
            "arrived_at",
            "security",
            "security_at",
            "security_by",
            "entered_at",
            "state",
            "identity",
            "registered_at",
            "registered_by",
            "police_released_at",
            "police_check_requested_at",
            "police_check_answered_at",
            "fingerprints_at",
            "dna_requested_at",
            "dna_answered_at",
            "reviewed_at",
            "placement_applied_at",
            "absent_since",
            "left_at",
            "exit",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="stays")
    station = models.ForeignKey("geo.Place", on_delete=models.PROTECT, related_name="stays")
    encounter = models.ForeignKey("rescue.Encounter", null=True, on_delete=models.PROTECT, related_name="stays")
    number = models.CharField(max_length=20, unique=True)
    """What stands on the wristband, such as 20261201-7K3QX: enough for bed, meal and doctor before registration."""
    photo = models.UUIDField(null=True)
    brought_by = models.CharField(max_length=20, choices=BroughtBy)
    brought_unit = models.CharField(max_length=80, blank=True, default="")
    handover_sheet = models.UUIDField(null=True)
    arrived_at = models.DateTimeField()
    security = models.CharField(max_length=10, choices=Security, blank=True, default="")
    security_at = models.DateTimeField(null=True)
    security_by = models.UUIDField(null=True)
    articles_sealed = models.BinaryField(null=True)
    entered_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=StayState, default=StayState.ARRIVED)
    identity = models.CharField(max_length=10, choices=Identity, default=Identity.UNKNOWN)
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    age = models.SmallIntegerField(null=True)
    flags = ArrayField(models.CharField(max_length=30, choices=Flag), default=list, blank=True)
    cause = models.CharField(max_length=20, choices=Cause, blank=True, default="")
    on_dibao = models.BooleanField(null=True)
    form_sealed = models.BinaryField(null=True)
    """The written answers of the 求助登记表, as JSON."""
    registered_at = models.DateTimeField(null=True)
    registered_by = models.UUIDField(null=True)
    police_released_at = models.DateTimeField(null=True)
    police_check_requested_at = models.DateTimeField(null=True)
    police_check_answered_at = models.DateTimeField(null=True)
    fingerprints_at = models.DateTimeField(null=True)
    dna_requested_at = models.DateTimeField(null=True)
    dna_answered_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    placement_applied_at = models.DateTimeField(null=True)
    absent_since = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    exit = models.CharField(max_length=40, blank=True, default="")
    """Code of library/rescue/exits.yaml."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state="left"), name="rescue_stay_one_at_a_time_per_person"
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_at__isnull=False) & ~Q(exit="")
                | (~Q(state="left") & Q(left_at=None, exit="")),
                name="rescue_stay_left_with_exit",
            ),
            models.CheckConstraint(
                condition=(_UNCHECKED & Q(entered_at=None)) | (~_UNCHECKED & Q(entered_at__isnull=False)),
                name="rescue_stay_security_before_entry",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["admitted", "registered"]) | Q(entered_at__isnull=False),
                name="rescue_stay_inside_has_entered",
            ),
            models.CheckConstraint(
                condition=~Q(state="registered") | Q(registered_at__isnull=False), name="rescue_stay_registered_at"
            ),
            models.CheckConstraint(
                condition=Q(state="absent", absent_since__isnull=False) | (~Q(state="absent") & Q(absent_since=None)),
                name="rescue_stay_absent_since",
            ),
            models.CheckConstraint(
                condition=Q(police_check_answered_at=None) | Q(police_check_requested_at__isnull=False),
                name="rescue_stay_police_asked_before_answer",
            ),
            models.CheckConstraint(condition=Q(age=None) | Q(age__range=(0, 130)), name="rescue_stay_age"),
        ]
        indexes = [
            models.Index(fields=["station", "state"], name="rescue_stay_station"),
            models.Index(fields=["region", "arrived_at"], name="rescue_stay_region"),
            models.Index(fields=["region"], condition=~Q(state="left"), name="rescue_stay_present"),
        ]

    def __str__(self) -> str:
        return self.number
