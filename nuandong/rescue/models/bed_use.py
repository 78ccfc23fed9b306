from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.rescue.kinds_stay import BedException

BED_ONCE = "rescue_bed_one_person_once"
STAY_ONCE = "rescue_bed_one_bed_once"


class BedUse(models.Model):
    """Somebody sleeps in a bed for a time `period` [from, until); without an end while he still does.

    The database refuses a second person in a bed, but for guardian and child who share one (`beside`).
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"reason_sealed"})
    harmless = frozenset({"id", "region", "bed", "stay", "period", "exception", "companion", "beside", "assigned_by"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    bed = models.ForeignKey("rescue.Bed", on_delete=models.PROTECT, related_name="uses")
    stay = models.ForeignKey("rescue.Stay", on_delete=models.PROTECT, related_name="bed_uses")
    period = DateTimeRangeField()
    exception = models.CharField(max_length=30, choices=BedException, blank=True, default="")
    reason_sealed = models.BinaryField(null=True)
    companion = models.ForeignKey("rescue.Stay", null=True, on_delete=models.PROTECT, related_name="sleeps_with")
    """The guardian or the child for whose sake the exception was made."""
    beside = models.ForeignKey("rescue.Stay", null=True, on_delete=models.PROTECT, related_name="shares_bed_with")
    """The companion, when the two share one bed."""
    assigned_by = models.UUIDField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name=BED_ONCE,
                expressions=[("bed", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(beside=None),
            ),
            ExclusionConstraint(
                name=STAY_ONCE, expressions=[("stay", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(
                condition=Q(exception="guardian_with_child", companion__isnull=False)
                | (~Q(exception="guardian_with_child") & Q(companion=None)),
                name="rescue_bed_exception_has_companion",
            ),
            models.CheckConstraint(
                condition=~Q(companion=F("stay"))
                & (Q(beside=None) | Q(companion__isnull=False, beside=F("companion"))),
                name="rescue_bed_beside_companion",
            ),
            models.CheckConstraint(
                condition=Q(exception="", reason_sealed=None) | (~Q(exception="") & Q(reason_sealed__isnull=False)),
                name="rescue_bed_exception_has_reason",
            ),
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="rescue_bed_period_begins"),
        ]
        indexes = [models.Index(fields=["region"], name="rescue_bed_use_region")]
