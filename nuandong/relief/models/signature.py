from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class Signature(models.Model):
    """One signature under a decision, of somebody who did not draft it."""

    access = Scoped(web="sid", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "decision", "staff", "drafted_by", "list_hash", "at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    decision = models.ForeignKey("relief.Decision", on_delete=models.PROTECT, related_name="signed", db_index=False)
    staff = models.UUIDField()
    drafted_by = models.UUIDField()
    """Of the decision, here so that the database can compare."""
    list_hash = models.CharField(max_length=64)
    """What was signed."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "staff"], name="relief_signature_once"),
            models.CheckConstraint(condition=~Q(staff=F("drafted_by")), name="relief_signature_not_by_its_author"),
        ]
