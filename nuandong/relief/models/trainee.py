from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Trainee(models.Model):
    """One surveyor of a session: was there, or was not and made it up on a later day."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "training", "staff", "present", "made_up_on", "made_up_by"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """Where the surveyor works, so that a village sees its own people of a session of the county."""
    training = models.ForeignKey("relief.Training", on_delete=models.PROTECT, related_name="trainees", db_index=False)
    staff = models.UUIDField()
    present = models.BooleanField()
    made_up_on = models.DateField(null=True)
    made_up_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["training", "staff"], name="relief_trainee_once"),
            models.CheckConstraint(
                condition=Q(made_up_on=None, made_up_by=None)
                | Q(present=False, made_up_on__isnull=False, made_up_by__isnull=False),
                name="relief_trainee_made_up_what_was_missed",
            ),
        ]
        indexes = [models.Index(fields=["staff"], name="relief_trainee_staff")]
