from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class NoticeLine(models.Model):
    """One household on a notice, frozen as it was posted. An objection stops its clock alone."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"head_masked", "category"})
    harmless = frozenset(
        {
            "id", "region", "notice", "application", "place", "size", "persons", "amount_fen", "result", "ends_on",
            "days_left", "removed_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The village."""
    notice = models.ForeignKey("relief.Notice", on_delete=models.PROTECT, related_name="lines", db_index=False)
    application = models.ForeignKey("relief.Application", on_delete=models.PROTECT, related_name="notice_lines")
    place = models.PositiveIntegerField()
    """From 1, as on the poster."""
    head_masked = models.CharField(max_length=60)
    category = models.CharField(max_length=30, blank=True, default="")
    size = models.PositiveSmallIntegerField()
    persons = models.PositiveSmallIntegerField()
    amount_fen = models.BigIntegerField(null=True)
    result = models.CharField(max_length=10, blank=True, default="")
    """`paid` or `failed` on notices of the payment."""
    ends_on = models.DateField(null=True)
    """Its own last day; None while it is not posted or an objection holds it."""
    days_left = models.PositiveSmallIntegerField(null=True)
    """Of the notice's days, what was left when an objection stopped it."""
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "application"], name="relief_notice_line_once"),
            models.UniqueConstraint(fields=["notice", "place"], name="relief_notice_line_place"),
            models.CheckConstraint(
                condition=Q(days_left=None) | Q(ends_on=None), name="relief_notice_line_runs_or_stands"
            ),
        ]
