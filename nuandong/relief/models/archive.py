from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Archive(models.Model):
    """The archive of a village and season (DIS-033) as it was put together: made in the background, kept sealed.

    A version for each content; asked for again without any change, the newest version is confirmed.
    """

    access = Scoped(web="si", worker="siud", batch="s", auditor="s")
    personal = frozenset({"content_sealed"})
    harmless = frozenset(
        {
            "id", "region", "season", "version", "asked_by", "asked_at", "tries", "step", "made_at", "confirmed_at",
            "content", "digest", "size", "files", "missing", "trouble",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The village."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="archives", db_index=False)
    version = models.PositiveSmallIntegerField(null=True)
    """From 1, of this village and season; None until it is made."""
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    """When it was put together again last and nothing had changed."""
    content = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 over the names and sums of its papers and what is missing, from which the version follows."""
    digest = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of the file."""
    size = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    missing = models.JSONField(default=list)
    """What it lacks: [code, words] each."""
    content_sealed = models.BinaryField(null=True)
    trouble = models.CharField(max_length=300, blank=True, default="")
    """Why it could not be made, in words."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "region", "version"], name="relief_archive_version"),
            models.UniqueConstraint(
                fields=["season", "region"], condition=Q(made_at=None, trouble=""), name="relief_archive_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(made_at=None, content_sealed=None, version=None)
                | (Q(made_at__isnull=False, content_sealed__isnull=False, version__gte=1, trouble="") & ~Q(digest="")),
                name="relief_archive_made_or_not",
            ),
        ]
