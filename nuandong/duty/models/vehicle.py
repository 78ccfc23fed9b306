from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.duty.kinds import Equipment
from nuandong.machine.access import Scoped


class Vehicle(models.Model):
    """A vehicle of a unit. Its goods are those of the store in `supplies` that names it."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "unit", "plate", "seats", "equipment", "active", "registered_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="vehicles")
    plate = models.CharField(max_length=10)
    seats = models.PositiveSmallIntegerField()
    equipment = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plate"], condition=Q(active=True), name="duty_vehicle_plate_once"),
            models.CheckConstraint(condition=Q(seats__range=(1, 60)), name="duty_vehicle_seats"),
            models.CheckConstraint(
                condition=Q(equipment__contained_by=Equipment.values), name="duty_vehicle_equipment_known"
            ),
        ]

    def __str__(self) -> str:
        return self.plate
