from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from nuandong.machine.access import Scoped

_WINDOW = Func(
    "starts_on",
    "ends_on",
    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
    function="daterange",
    output_field=DateRangeField(),
)


class Activation(models.Model):
    """A version of a plan in force for a region, from a day to a day, both included.

    `regions` are the divisions written down at activation; `rolled_to` is how far the clock alone has been followed.
    """

    access = Scoped(web="siu", worker="su", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "version", "plan", "region", "regions", "starts_on", "ends_on", "decided_at", "changed_at", "rolled_to"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="activations")
    plan = models.CharField(max_length=80)
    region = models.BigIntegerField()
    regions = ArrayField(models.BigIntegerField())
    starts_on = models.DateField()
    ends_on = models.DateField()
    decided_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    rolled_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="plans_activation_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="plans_activation_one_version_at_a_time",
                expressions=[
                    ("plan", RangeOperators.EQUAL),
                    ("region", RangeOperators.EQUAL),
                    (_WINDOW, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["region", "ends_on"], name="plans_activation_region")]
