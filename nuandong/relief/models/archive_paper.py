from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.relief.states import PaperKind


class ArchivePaper(models.Model):
    """A paper for the archives that no step of the season leaves: of a village, or of all villages below its region."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "kind", "payout", "number", "title", "file", "digest", "added_by", "added_at",
            "withdrawn_by", "withdrawn_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """Of a village, a township or the county."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=PaperKind)
    payout = models.ForeignKey("relief.Payout", on_delete=models.PROTECT, null=True, related_name="papers")
    number = models.CharField(max_length=60, blank=True, default="")
    """Of the voucher or the document."""
    title = models.CharField(max_length=120)
    file = models.UUIDField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of the file as it is kept."""
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    """Added by mistake: in no archive that is made later; the row and its file stay."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="relief_paper_kind"),
            models.CheckConstraint(
                condition=Q(kind="voucher", payout__isnull=False) & ~Q(number="")
                | ~Q(kind="voucher") & Q(file__isnull=False),
                name="relief_paper_voucher_has_a_number_others_a_file",
            ),
            models.UniqueConstraint(
                fields=["season", "region", "kind", "digest"],
                condition=~Q(digest="") & Q(withdrawn_at=None),
                name="relief_paper_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="relief_paper_withdrawn_by_somebody",
            ),
        ]
