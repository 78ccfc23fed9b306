from django.db import models

from nuandong.machine.access import Scoped


class BlankEdition(models.Model):
    """One file of a blank as it came: `digest` is its SHA-256, `grid_sealed` what stands in it (`blanks.grid`)."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    # A superior may have written names into it.
    personal = frozenset({"grid_sealed"})
    harmless = frozenset({"id", "region", "blank", "number", "digest", "file", "uploaded_by", "uploaded_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    blank = models.ForeignKey("reports.Blank", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    file = models.UUIDField()
    grid_sealed = models.BinaryField()
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blank", "number"], name="reports_edition_number"),
            models.UniqueConstraint(fields=["region", "digest"], name="reports_edition_digest"),
        ]
