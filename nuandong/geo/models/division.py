from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q

from nuandong.machine.access import Unscoped

_VALIDITY = Func("valid_from", "valid_to", function="daterange", output_field=DateRangeField())


class Division(models.Model):
    """One version of an administrative division: what a code was called, and where it hung, from a day to a day."""

    access = Unscoped("public divisions, no personal data", web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset(
        {"id", "code", "level", "name", "parent", "valid_from", "valid_to", "pinyin", "initials", "recorded_at"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    code = models.BigIntegerField()
    level = models.SmallIntegerField()
    name = models.CharField(max_length=100)
    parent = models.BigIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    """The first day on which it is no longer valid; null while it is."""
    pinyin = models.CharField(max_length=400)
    initials = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="geo_division_version"),
            models.CheckConstraint(
                condition=Q(code__gte=11 * 10**10, code__lt=10**12), name="geo_division_code_has_12_digits"
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="geo_division_level"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="geo_division_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="geo_division_one_version_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (_VALIDITY, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["parent", "code"], name="geo_division_children"),
            GinIndex(OpClass("name", name="gin_trgm_ops"), name="geo_division_name"),
            models.Index(OpClass("initials", name="varchar_pattern_ops"), name="geo_division_initials"),
            models.Index(OpClass("pinyin", name="varchar_pattern_ops"), name="geo_division_pinyin"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"
