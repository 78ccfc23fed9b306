from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import ENDED, ApplicationState, Origin


class Application(models.Model):
    """One household asks for relief in one season, by itself or nominated by its group (DIS-020)."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"facts", "reason_sealed", "head_masked", "category"})
    harmless = frozenset(
        {
            "id", "region", "season", "household", "need", "origin", "state", "pack", "decision", "size", "persons",
            "amount_fen", "trace", "priority", "reported_by", "reported_on", "reported_at", "moved_at", "version",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The village."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="applications", db_index=False)
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey("relief.Need", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The line of the ledger it came from."""
    origin = models.CharField(max_length=10, choices=Origin)
    state = models.CharField(max_length=14, choices=ApplicationState, default=ApplicationState.REPORTED)
    pack = models.ForeignKey("relief.Pack", on_delete=models.PROTECT, null=True, related_name="applications")
    decision = models.ForeignKey("relief.Decision", on_delete=models.PROTECT, null=True, related_name="applications")
    head_masked = models.CharField(max_length=60)
    category = models.CharField(max_length=30, blank=True, default="")
    """Of library/relief/lists.yaml, the type of the household."""
    size = models.PositiveSmallIntegerField()
    persons = models.PositiveSmallIntegerField()
    """How many of them are to be helped."""
    facts = models.JSONField(default=dict)
    """Column of the standard → value, as `batch.engines.calculate` wants them."""
    reason_sealed = models.BinaryField(null=True)
    """Why they need it, in their words."""
    amount_fen = models.BigIntegerField(null=True)
    """What the standard gives, worked out again at each change of the facts; None until the facts are whole."""
    trace = models.JSONField(default=dict)
    """The row of the calculation, from which `policy.words.explain` tells it."""
    priority = models.PositiveSmallIntegerField(default=1)
    reported_by = models.UUIDField()
    reported_on = models.DateField()
    reported_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    """When the state changed last."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["season", "household"], condition=~Q(state__in=sorted(ENDED)), name="relief_application_once"
            ),
            models.CheckConstraint(condition=Q(state__in=ApplicationState.values), name="relief_application_state"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="relief_application_origin"),
            models.CheckConstraint(
                condition=Q(persons__lte=F("size"), persons__gte=1), name="relief_application_persons"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen=None) | Q(amount_fen__gte=0), name="relief_application_amount"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(amount_fen__isnull=False, decision__isnull=False),
                name="relief_application_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "season", "state", "id"], name="relief_application_queue"),
            models.Index(fields=["season", "state", "region"], name="relief_application_season"),
        ]
