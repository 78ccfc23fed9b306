from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from nuandong.machine.access import Scoped


class Instance(models.Model):
    """An obligation for one period, trigger or division: everything about it but the clock.

    The status is never stored: `selectors.status_at` computes it from these columns, `engine.status` from a record.
    """

    access = Scoped(web="s", worker="siud", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id",
            "activation",
            "obligation",
            "scope",
            "anchor",
            "region",
            "subject",
            "kind",
            "strength",
            "starts_at",
            "soon_at",
            "due_at",
            "keeps",
            "still_wanted",
            "applies",
            "in_time",
            "released_in_time",
            "needed",
            "done",
            "satisfied_at",
            "fails_at",
            "released_at",
            "held_since",
            "waived_by",
            "explained_by",
            "late_entry",
            "evidence",
            "gaps",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    activation = models.ForeignKey("plans.Activation", on_delete=models.PROTECT, related_name="instances")
    obligation = models.ForeignKey("plans.Obligation", on_delete=models.PROTECT, related_name="instances")
    scope = models.CharField(max_length=36)
    anchor = models.CharField(max_length=36)
    region = models.BigIntegerField()
    subject = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=20)
    strength = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    soon_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    keeps = models.BooleanField()
    still_wanted = models.BooleanField()
    applies = models.BooleanField()
    in_time = models.BooleanField()
    released_in_time = models.BooleanField()
    needed = models.IntegerField()
    done = models.IntegerField()
    satisfied_at = models.DateTimeField(null=True, blank=True)
    fails_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    held_since = models.DateTimeField(null=True, blank=True)
    waived_by = models.UUIDField(null=True, blank=True)
    """The event of the decision."""
    explained_by = models.UUIDField(null=True, blank=True)
    late_entry = models.BooleanField()
    evidence = ArrayField(models.UUIDField())
    """The events that prove it, in the order they were done."""
    gaps = models.JSONField()
    """For presence: [from, until or null, whether only the leader was missing]."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activation", "obligation", "scope", "anchor"], name="plans_instance_once")
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="plans_instance_newest"),
            models.Index(fields=["due_at"], name="plans_instance_due"),
            models.Index(fields=["subject"], name="plans_instance_subject"),
            models.Index(fields=["obligation", "region", "starts_at"], name="plans_instance_board"),
            GinIndex(fields=["evidence"], name="plans_instance_evidence"),
        ]
