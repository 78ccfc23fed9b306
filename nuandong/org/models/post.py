from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from nuandong.machine.access import Unscoped

_HELD = Func("valid_from", "valid_until", function="tstzrange", output_field=DateTimeRangeField())
"""The half-open time [from, until) a post is held."""


class Post(models.Model):
    """Somebody holds a role in a unit, for a region, for a time. The permissions of an actor come from here."""

    access = Unscoped("needed to build a scope before one exists", web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "staff", "role", "unit", "region", "valid_from", "valid_until", "deputy"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    staff = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="posts")
    role = models.ForeignKey("org.Role", on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="posts")
    region = models.BigIntegerField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    deputy = models.BooleanField(default=False)

    class Meta:
        constraints = [
            # A post ended before it began stays as an empty time: from = until.
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="org_post_until_after_from",
            ),
            models.CheckConstraint(
                condition=Q(region__gte=10**11, region__lt=10**12), name="org_post_region_twelve_digits"
            ),
            ExclusionConstraint(
                name="org_post_held_once",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("region", RangeOperators.EQUAL),
                    (_HELD, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "valid_from"], name="org_post_staff"),
            models.Index(fields=["unit", "role"], name="org_post_unit_role"),
        ]
