from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class LedgerCopy(models.Model):
    """The sheet of a ledger with its faults beside the cells: made in the background, one of a ledger at a time.

    It holds numbers in full and goes with the check it tells of, at the latest some days after it was made.
    """

    access = Scoped(web="siud", worker="siud")
    personal = frozenset({"content_sealed"})
    harmless = frozenset(
        {"id", "region", "ledger", "notes", "asked_by", "asked_at", "tries", "made_at", "trouble"}
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    ledger = models.OneToOneField("relief.LedgerFile", on_delete=models.PROTECT, related_name="copy")
    content_sealed = models.BinaryField(null=True)
    notes = models.PositiveIntegerField(default=0)
    """How many faults are told in it."""
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True, default="")
    """Why there is none, in words."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, content_sealed__isnull=True)
                | Q(made_at__isnull=False, content_sealed__isnull=False, trouble=""),
                name="relief_copy_made_or_not",
            ),
        ]
