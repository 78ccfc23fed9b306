from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Belonging(models.Model):
    """Something deposited at the station; it goes back when the stay ends (RES-033, facts 2.2 rows 7 and 18)."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"what_sealed", "returned_to_sealed"})
    harmless = frozenset(
        {
            "id",
            "region",
            "stay",
            "count",
            "prohibited",
            "photo",
            "deposited_at",
            "deposited_by",
            "returned_at",
            "returned_by",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    stay = models.ForeignKey("rescue.Stay", on_delete=models.PROTECT, related_name="belongings")
    what_sealed = models.BinaryField()
    count = models.PositiveSmallIntegerField(default=1)
    prohibited = models.BooleanField(default=False)
    """Handed to the police, not to be given back."""
    photo = models.UUIDField(null=True)
    deposited_at = models.DateTimeField()
    deposited_by = models.UUIDField()
    returned_at = models.DateTimeField(null=True)
    returned_by = models.UUIDField(null=True)
    returned_to_sealed = models.BinaryField(null=True)
    """Who took it when it was not the person himself."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
                name="rescue_belonging_returned_by",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="rescue_belonging_count"),
        ]
        indexes = [models.Index(fields=["stay"], condition=Q(returned_at=None), name="rescue_belonging_kept")]
