from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from nuandong.machine.access import Scoped

_BELONGS = Func("valid_from", "valid_until", function="tstzrange", output_field=DateTimeRangeField())


class TeamMember(models.Model):
    """Somebody belongs to a team from a time until a time; `region` is the team's."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "team", "staff", "valid_from", "valid_until"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    team = models.ForeignKey("duty.Team", on_delete=models.PROTECT, related_name="members")
    staff = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="team_memberships")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="duty_member_until_after_from",
            ),
            ExclusionConstraint(
                name="duty_member_once_in_a_team",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("staff", RangeOperators.EQUAL),
                    (_BELONGS, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["staff", "valid_from"], name="duty_member_staff")]
