from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class Evaluation(models.Model):
    """What a season has come to (DIS-037): its figures, its targets and what a county says; signed by a second."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"effect", "problems", "practice", "advice"})
    harmless = frozenset(
        {
            "id", "region", "season", "number", "affected_persons", "targets", "figures", "digest", "drafted_by",
            "drafted_at", "changed_at", "signed_by", "signed_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The county."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="evaluations", db_index=False)
    number = models.PositiveSmallIntegerField()
    """From 1; a signed one is followed by another, never changed."""
    affected_persons = models.PositiveIntegerField()
    """Whom the disasters of the season affected, as its statistics say: the whole of the share that was helped."""
    targets = models.JSONField(default=list)
    """Lines of what was to be reached: [name, unit, target, reached], all words."""
    effect = models.TextField(blank=True, default="")
    problems = models.TextField(blank=True, default="")
    practice = models.TextField(blank=True, default="")
    advice = models.TextField(blank=True, default="")
    figures = models.JSONField(default=list)
    """Pairs [code of `evaluating.FIGURES`, number] as they stood when it was signed."""
    digest = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of all that was signed."""
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="relief_evaluation_number"),
            models.UniqueConstraint(fields=["season"], condition=Q(signed_at=None), name="relief_evaluation_one_draft"),
            models.CheckConstraint(condition=Q(affected_persons__gt=0), name="relief_evaluation_affected"),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None)
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(digest="") & ~Q(signed_by=F("drafted_by"))),
                name="relief_evaluation_two_pairs_of_eyes",
            ),
        ]
