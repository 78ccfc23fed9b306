from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class HospitalCase(models.Model):
    """Somebody in hospital, followed by a named officer until the bill is settled (RES-021). Amounts in fen."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"person", "eligible", "discharge_sealed"})
    harmless = frozenset(
        {
            "id",
            "region",
            "encounter",
            "stay",
            "hospital",
            "tracker",
            "payer",
            "admitted_at",
            "discharged_at",
            "verified_at",
            "bill_fen",
            "paid_fen",
            "settled_at",
            "settled_by",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    encounter = models.ForeignKey(
        "rescue.Encounter", null=True, on_delete=models.PROTECT, related_name="hospital_cases"
    )
    stay = models.ForeignKey("rescue.Stay", null=True, on_delete=models.PROTECT, related_name="hospital_cases")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="hospital_cases")
    hospital = models.ForeignKey("geo.Place", on_delete=models.PROTECT, related_name="hospital_cases")
    tracker = models.UUIDField()
    """The member of staff who follows the case."""
    payer = models.CharField(max_length=40)
    """Code of `payers` in library/rescue/station.yaml."""
    admitted_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    """When the station saw in the hospital who the person is and whether he may be helped (RES-020)."""
    eligible = models.BooleanField(null=True)
    """What was found then; the rescue budget pays for nobody else."""
    discharged_at = models.DateTimeField(null=True)
    discharge_sealed = models.BinaryField(null=True)
    bill_fen = models.BigIntegerField(null=True)
    paid_fen = models.BigIntegerField(null=True)
    """What the rescue budget pays of the bill."""
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(encounter__isnull=False) | Q(stay__isnull=False), name="rescue_hospital_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(discharged_at=None) | Q(discharged_at__gte=F("admitted_at")), name="rescue_hospital_times"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, bill_fen=None, paid_fen=None, settled_by=None)
                | Q(
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                    discharged_at__isnull=False,
                    bill_fen__gte=0,
                    paid_fen__gte=0,
                    paid_fen__lte=F("bill_fen"),
                ),
                name="rescue_hospital_bill",
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, eligible=None) | Q(verified_at__isnull=False, eligible__isnull=False),
                name="rescue_hospital_verdict",
            ),
            models.CheckConstraint(
                condition=Q(paid_fen=None) | Q(paid_fen=0) | Q(eligible=True), name="rescue_hospital_paid_for_eligible"
            ),
            models.UniqueConstraint(
                fields=["stay"], condition=Q(discharged_at=None), name="rescue_hospital_one_open_per_stay"
            ),
        ]
        indexes = [
            models.Index(fields=["region"], condition=Q(settled_at=None), name="rescue_hospital_open"),
            models.Index(fields=["tracker"], condition=Q(settled_at=None), name="rescue_hospital_tracker"),
        ]
