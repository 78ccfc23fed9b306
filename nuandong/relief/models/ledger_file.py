from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.relief.states import LIVE, LedgerState

_COUNTED = ["checked", "writing", "confirmed", "withdrawn"]


class LedgerFile(models.Model):
    """One uploaded ledger: read and checked in the background, taken over as a whole once somebody confirms it.

    Every row of its tables is either accepted or rejected. Until then only the stored file has what the sheet says.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"name", "layout", "preview_sealed"})
    harmless = frozenset(
        {
            "id", "region", "season", "form", "file", "digest", "state", "columns", "step", "tries", "rows",
            "accepted", "rejected", "warned", "homes", "people", "changed", "same", "found", "uploaded_by",
            "uploaded_at", "checked_at", "confirmed_by", "confirmed_at", "partial", "written_at", "withdrawn_by",
            "withdrawn_at", "trouble",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    season = models.SmallIntegerField()
    """The year the season begins in."""
    form = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    file = models.UUIDField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the file, hexadecimal."""
    state = models.CharField(max_length=10, choices=LedgerState, default=LedgerState.WAITING)
    columns = models.JSONField(default=dict)
    """Place of a column of the first table, from 0 → field, as confirmed or proposed."""
    layout = models.JSONField(default=dict)
    """Names of sheets, headings, what was skipped, remarks on totals."""
    preview_sealed = models.BinaryField(null=True)
    """The first rows, masked."""
    step = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    """Accepted rows with a warning."""
    homes = models.PositiveIntegerField(default=0)
    """Households that are registered with it."""
    people = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    """Households known before whose need is new or another."""
    same = models.PositiveIntegerField(default=0)
    """Households whose need stands as it is."""
    found = models.CharField(max_length=64, blank=True, default="")
    """Digest of what the check found: what is confirmed is what was shown."""
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    partial = models.BooleanField(default=False)
    """Confirmed although rows were rejected."""
    written_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True, default="")
    """Why it was refused or has to be looked at again, in words."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "season", "form", "digest"],
                condition=Q(state__in=sorted(LIVE)),
                name="relief_ledger_once",
            ),
            models.CheckConstraint(condition=Q(state__in=LedgerState.values), name="relief_ledger_state"),
            models.CheckConstraint(
                condition=Q(rows=F("accepted") + F("rejected")), name="relief_ledger_every_row_counted"
            ),
            models.CheckConstraint(condition=Q(warned__lte=F("accepted")), name="relief_ledger_warned_among_accepted"),
            models.CheckConstraint(
                condition=~Q(state__in=_COUNTED) | (Q(checked_at__isnull=False) & ~Q(found="")),
                name="relief_ledger_checked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["writing", "confirmed", "withdrawn"], confirmed_by__isnull=False)
                | ~Q(state__in=["writing", "confirmed", "withdrawn"]),
                name="relief_ledger_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(partial=True) | Q(rejected=0) | ~Q(state__in=["writing", "confirmed", "withdrawn"]),
                name="relief_ledger_whole_or_said",
            ),
        ]
        indexes = [models.Index(fields=["region", "id"], name="relief_ledger_region")]
