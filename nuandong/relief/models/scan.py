from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Scan(models.Model):
    """One page of paper that came back, filed to its record by the code on it or by hand; unfiled until then."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "kind", "subject", "how", "file", "digest", "page", "batch", "uploaded_by",
            "uploaded_at", "filed_by", "filed_at", "dropped_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """Of its record; of whoever uploaded it while it is unfiled."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, null=True, related_name="scans")
    kind = models.CharField(max_length=30, blank=True, default="")
    """A `SheetKind`; empty while it is unfiled."""
    subject = models.UUIDField(null=True)
    """The record; the season for sheets of a place."""
    how = models.CharField(max_length=10, blank=True, default="")
    """`code`, `follows` (the page before it in the same file), `given` (with the upload) or `hand`."""
    file = models.UUIDField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the page as it is kept: the same page again is this one, whatever file it comes in."""
    page = models.PositiveSmallIntegerField()
    """From 1, in the uploaded file."""
    batch = models.UUIDField()
    """One for each upload."""
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()
    filed_by = models.UUIDField(null=True)
    filed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "digest"], name="relief_scan_once"),
            models.CheckConstraint(
                condition=Q(kind="", subject=None, season=None, filed_at=None)
                | (~Q(kind="") & Q(subject__isnull=False, season__isnull=False, filed_at__isnull=False)),
                name="relief_scan_filed_or_not",
            ),
            models.CheckConstraint(condition=Q(page__gte=1), name="relief_scan_page"),
        ]
        indexes = [
            models.Index(fields=["subject", "kind", "id"], name="relief_scan_record"),
            models.Index(fields=["region", "id"], name="relief_scan_region"),
        ]
