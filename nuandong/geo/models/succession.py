from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Unscoped


class Succession(models.Model):
    """A code took over, wholly or in part, from another: mergers are several rows, so are splits."""

    access = Unscoped("public divisions, no personal data", web="si", worker="si", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset({"id", "predecessor", "successor", "since"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    predecessor = models.BigIntegerField()
    successor = models.BigIntegerField()
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["successor", "predecessor"], name="geo_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="geo_succession_between_two"),
        ]
        indexes = [models.Index(fields=["predecessor"], name="geo_succession_predecessor")]
