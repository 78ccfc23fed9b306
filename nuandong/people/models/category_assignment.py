from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from nuandong.machine.access import Scoped

_PERIOD = Func(F("since"), F("until"), function="daterange", output_field=DateRangeField())


class CategoryAssignment(models.Model):
    """A person or a household belongs to an aid category from a day up to, not including, a day."""

    access = Scoped(web="siu", worker="siu", batch="si", auditor="s")
    personal = frozenset({"code", "source"})
    harmless = frozenset({"id", "region", "person", "household", "since", "until", "recorded_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="categories")
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, null=True, related_name="categories")
    code = models.CharField(max_length=30)
    """A code of library/people/categories.yaml."""
    source = models.CharField(max_length=80)
    """Where it is known from: a register, a decision number."""
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, household__isnull=False)
                | Q(person__isnull=False, household__isnull=True),
                name="people_category_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="people_category_dates"
            ),
            ExclusionConstraint(
                name="people_category_person_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (_PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(person__isnull=False),
            ),
            ExclusionConstraint(
                name="people_category_household_once",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (_PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(household__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["region", "code", "id"], name="people_category_region_code")]
