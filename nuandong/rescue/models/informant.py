from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from nuandong.machine.access import Scoped

_COUNTY = F("region") / Value(1_000_000)
_IN_OFFICE = Func("valid_from", "valid_until", function="tstzrange", output_field=DateTimeRangeField())
"""The half-open time [from, until) in which somebody is an informant."""


class Informant(models.Model):
    """Somebody outside the office who reports people in need: a street sweeper, a driver, a grid worker (RES-029)."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset(
        {"name_sealed", "name_masked", "phone_sealed", "phone_masked", "phone_blind", "unit_words", "area_words"}
    )
    harmless = frozenset({"id", "region", "reporter_kind", "valid_from", "valid_until", "registered_by"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    name_sealed = models.BinaryField()
    name_masked = models.CharField(max_length=60)
    phone_sealed = models.BinaryField()
    phone_masked = models.CharField(max_length=20)
    phone_blind = models.BinaryField()
    """The same keyed hash as that of callers (`Clue.caller_blind`): a call from this telephone finds him."""
    reporter_kind = models.CharField(max_length=30)
    """A code of library/rescue/reporters.yaml."""
    unit_words = models.CharField(max_length=80, blank=True, default="")
    """Where he works."""
    area_words = models.CharField(max_length=200, blank=True, default="")
    """The streets or villages he looks after."""
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    registered_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="rescue_informant_until_after_from",
            ),
            models.CheckConstraint(
                condition=~Q(name_masked="") & ~Q(phone_masked="") & ~Q(reporter_kind=""),
                name="rescue_informant_known",
            ),
            ExclusionConstraint(
                name="rescue_informant_phone_once",
                expressions=[
                    (_COUNTY, RangeOperators.EQUAL),
                    ("phone_blind", RangeOperators.EQUAL),
                    (_IN_OFFICE, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["region", "id"], name="rescue_informant_region"),
            models.Index(fields=["phone_blind"], name="rescue_informant_phone"),
        ]
