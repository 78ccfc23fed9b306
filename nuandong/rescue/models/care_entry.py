from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.rescue.kinds_stay import Care


class CareEntry(models.Model):
    """A meal, a bath, a look at somebody's health: one line of the care log (RES-037)."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"text_sealed"})
    harmless = frozenset({"id", "region", "stay", "kind", "at", "given_by", "recorded_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    stay = models.ForeignKey("rescue.Stay", on_delete=models.PROTECT, related_name="care")
    kind = models.CharField(max_length=20, choices=Care)
    at = models.DateTimeField()
    text_sealed = models.BinaryField(null=True)
    given_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=Care.values), name="rescue_care_kind_known")]
        indexes = [models.Index(fields=["stay", "-at"], name="rescue_care_stay")]
