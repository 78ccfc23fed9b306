from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import OutsideKind


class OutsideList(models.Model):
    """A list from elsewhere that relief is compared with: money of other programmes, people long away (DIS-034)."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "kind", "title", "digest", "rows", "matched", "rejected", "uploaded_by",
            "uploaded_at", "ended_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    season = models.SmallIntegerField()
    kind = models.CharField(max_length=10, choices=OutsideKind)
    title = models.CharField(max_length=80)
    """The programme and the office, or whose list of absences it is."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the file; the file itself is not kept: most of its people are nobody's business here."""
    rows = models.PositiveIntegerField()
    matched = models.PositiveIntegerField()
    """Rows of people who are registered; only those are kept."""
    rejected = models.PositiveIntegerField()
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "season", "kind", "digest"],
                condition=Q(ended_at=None),
                name="relief_outside_list_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=OutsideKind.values), name="relief_outside_list_kind"),
        ]
