from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import DecisionState


class Decision(models.Model):
    """The county decides on a list (县定). How many signatures it needs is fixed when it is sent for signing."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "number", "state", "households", "persons", "total_fen", "list_hash",
            "signatures", "drafted_by", "drafted_at", "sent_at", "decided_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The county."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="decisions", db_index=False)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    households = models.PositiveIntegerField(default=0)
    persons = models.PositiveIntegerField(default=0)
    total_fen = models.BigIntegerField(default=0)
    list_hash = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 over (application, amount) in their order, from sending on."""
    signatures = models.PositiveSmallIntegerField(null=True)
    """How many are needed, by the amount band, from sending on."""
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="relief_decision_number"),
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="relief_decision_state"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="dropped") | (Q(signatures__gte=1) & ~Q(list_hash="")),
                name="relief_decision_frozen_at_sending",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decided_at__isnull=False), name="relief_decision_decided_at"
            ),
        ]
