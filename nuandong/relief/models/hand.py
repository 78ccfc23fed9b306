from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import Step


class Hand(models.Model):
    """Who acted in which step of an application. The database refuses the same officer in two steps of one case."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "application", "staff", "step", "at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    application = models.ForeignKey(
        "relief.Application", on_delete=models.PROTECT, related_name="hands", db_index=False
    )
    staff = models.UUIDField()
    """Who acted, not who typed."""
    step = models.PositiveSmallIntegerField(choices=Step)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="relief_hand_one_step",
                expressions=[("application", "="), ("staff", "="), ("step", "<>")],
            ),
            models.UniqueConstraint(fields=["application", "step", "staff"], name="relief_hand_once"),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="relief_hand_step"),
        ]
