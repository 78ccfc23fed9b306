from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.relief.states import Outcome, RowState


class LedgerRow(models.Model):
    """What became of one row of a ledger. Before the import only those with something wrong are kept."""

    access = Scoped(web="sid", worker="sid", batch="s", auditor="s")
    personal = frozenset({"label"})
    harmless = frozenset({"id", "region", "ledger", "sheet", "number", "state", "outcome", "household", "faults"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    ledger = models.ForeignKey("relief.LedgerFile", on_delete=models.PROTECT, related_name="lines", db_index=False)
    sheet = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    """As the sheet shows it."""
    label = models.CharField(max_length=60, blank=True, default="")
    """The masked name of the head."""
    state = models.CharField(max_length=8, choices=RowState)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")
    household = models.UUIDField(null=True)
    """Of people, once it is imported; no foreign key, for a row outlives what it led to."""
    faults = models.JSONField(default=list)
    """[field, code, params] each."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "sheet", "number"], name="relief_row_once"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="relief_row_state"),
            models.CheckConstraint(
                condition=Q(state="accepted") | Q(state="rejected", household=None, outcome=""),
                name="relief_row_rejected_does_nothing",
            ),
        ]
