from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import PackState


class Pack(models.Model):
    """What a village hands up: a list of applications with their papers (DIS-026), moved as a whole."""

    access = Scoped(web="siu", worker="su", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "number", "state", "papers", "submitted_by", "submitted_at", "reviewed_by",
            "reviewed_at", "forwarded_by", "forwarded_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The village."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="packs", db_index=False)
    number = models.PositiveSmallIntegerField()
    """From 1, of this village and season."""
    state = models.CharField(max_length=14, choices=PackState, default=PackState.OPEN)
    papers = ArrayField(models.UUIDField(), default=list)
    """Scans with seal, of `files`."""
    submitted_by = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    forwarded_by = models.UUIDField(null=True)
    forwarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "region", "number"], name="relief_pack_number"),
            models.UniqueConstraint(
                fields=["season", "region"], condition=Q(state=PackState.OPEN), name="relief_pack_one_open"
            ),
            models.CheckConstraint(condition=Q(state__in=PackState.values), name="relief_pack_state"),
        ]
