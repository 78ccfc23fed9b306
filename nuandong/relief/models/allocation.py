from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Allocation(models.Model):
    """A sharing-out of funds to townships and villages, pro rata to need (DIS-015). The newest decided one binds."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "number", "budget_fen", "given_fen", "left_fen", "terms", "list_hash", "note",
            "drafted_by", "drafted_at", "decided_by", "decided_at", "replaced_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="allocations", db_index=False)
    number = models.PositiveSmallIntegerField()
    budget_fen = models.BigIntegerField()
    given_fen = models.BigIntegerField()
    left_fen = models.BigIntegerField()
    terms = models.JSONField(default=dict)
    """How it was worked out: `basis`, `per_person_fen`, and `bounds`, region → [floor, ceiling] in fen."""
    list_hash = models.CharField(max_length=64)
    """SHA-256 over its shares."""
    note = models.CharField(max_length=300, blank=True, default="")
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="relief_allocation_number"),
            models.UniqueConstraint(
                fields=["season"],
                condition=Q(decided_at__isnull=False, replaced_at=None),
                name="relief_allocation_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(given_fen__gte=0, left_fen__gte=0)
                & Q(budget_fen=models.F("given_fen") + models.F("left_fen")),
                name="relief_allocation_exact",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("drafted_by")), name="relief_allocation_two_hands"
            ),
        ]
