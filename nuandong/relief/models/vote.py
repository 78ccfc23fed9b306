from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Vote(models.Model):
    """What a meeting voted about one application."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal = frozenset({"opinion_sealed"})
    harmless = frozenset({"id", "region", "meeting", "application", "yes", "no", "abstained", "supported"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    meeting = models.ForeignKey("relief.Meeting", on_delete=models.PROTECT, related_name="votes", db_index=False)
    application = models.ForeignKey("relief.Application", on_delete=models.PROTECT, related_name="votes")
    yes = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField(default=0)
    abstained = models.PositiveSmallIntegerField(default=0)
    supported = models.BooleanField()
    opinion_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "application"], name="relief_vote_once"),
            models.CheckConstraint(
                condition=Q(supported=True, yes__gt=models.F("no")) | Q(supported=False), name="relief_vote_majority"
            ),
        ]
