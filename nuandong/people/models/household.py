from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Household(models.Model):
    """People who live and budget together in one village. Who its head is, the memberships say."""

    access = Scoped(web="siu", worker="siu", batch="si", auditor="s")
    personal = frozenset({"number", "address_sealed", "address_masked"})
    harmless = frozenset({"id", "region", "version", "formed_on", "dissolved_on", "registered_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The village."""
    number = models.CharField(max_length=40, blank=True, default="")
    """The village's own number of the household, if it gives any."""
    address_sealed = models.BinaryField(null=True)
    address_masked = models.CharField(max_length=200, blank=True, default="")
    formed_on = models.DateField()
    dissolved_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number"],
                condition=Q(dissolved_on__isnull=True) & ~Q(number=""),
                name="people_household_number_once",
            ),
            models.CheckConstraint(
                condition=Q(address_sealed__isnull=True, address_masked="")
                | (Q(address_sealed__isnull=False) & ~Q(address_masked="")),
                name="people_household_address_paired",
            ),
        ]
        indexes = [models.Index(fields=["region", "id"], name="people_household_region")]
