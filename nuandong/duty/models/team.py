from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.duty.kinds import Ability, TeamKind
from nuandong.machine.access import Scoped


class Team(models.Model):
    """People of one unit who go out together. `region` is where the team works, `base` where it waits."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "unit", "name", "kind", "abilities", "call_sign", "base", "active", "formed_at"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=TeamKind)
    abilities = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    call_sign = models.CharField(max_length=20, blank=True)
    base = models.ForeignKey("geo.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="teams")
    active = models.BooleanField(default=True)
    formed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], condition=Q(active=True), name="duty_team_name_in_unit"),
            models.CheckConstraint(condition=Q(kind__in=TeamKind.values), name="duty_team_kind_known"),
            models.CheckConstraint(
                condition=Q(abilities__contained_by=Ability.values), name="duty_team_abilities_known"
            ),
        ]
        indexes = [models.Index(fields=["region"], name="duty_team_region")]

    def __str__(self) -> str:
        return self.name
