from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class VehicleUse(models.Model):
    """One ride in a shift: odometer readings in kilometres, fuel taken in centilitres.

    While `in_at` is null the vehicle is out and `driver` has the keys.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "vehicle", "shift", "driver", "out_at", "in_at", "km_out", "km_in", "fuel_cl"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    vehicle = models.ForeignKey("duty.Vehicle", on_delete=models.PROTECT, related_name="uses")
    shift = models.ForeignKey("duty.Shift", on_delete=models.PROTECT, related_name="vehicle_uses")
    driver = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="vehicle_uses")
    out_at = models.DateTimeField()
    in_at = models.DateTimeField(null=True, blank=True)
    km_out = models.PositiveIntegerField()
    km_in = models.PositiveIntegerField(null=True, blank=True)
    fuel_cl = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vehicle"], condition=Q(in_at__isnull=True), name="duty_vehicle_out_once"),
            models.CheckConstraint(
                condition=Q(in_at__isnull=True, km_in__isnull=True)
                | Q(in_at__gte=F("out_at"), km_in__gte=F("km_out"), in_at__isnull=False, km_in__isnull=False),
                name="duty_vehicle_use_comes_back",
            ),
        ]
        indexes = [models.Index(fields=["vehicle", "out_at"], name="duty_vehicle_use_vehicle")]
