from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.publicity.kinds import OpinionState, Seriousness, Verdict


class Opinion(models.Model):
    """Something about our work that is said in public. Who said it is nowhere kept: only where it stands, and what."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"what", "link", "answer", "answer_link"})
    harmless = frozenset(
        {
            "id",
            "region",
            "unit",
            "by_unit",
            "source",
            "seriousness",
            "task",
            "due_at",
            "state",
            "found_at",
            "found_by",
            "verdict",
            "verified_at",
            "verified_by",
            "answered_at",
            "answered_by",
            "returned",
            "closed_at",
            "closed_by",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    unit = models.UUIDField()
    """Who has to answer it."""
    by_unit = models.UUIDField()
    """The unit that found it, and that closes it."""
    source = models.CharField(max_length=40)
    """A code of library/publicity/opinions.yaml."""
    link = models.CharField(max_length=300, blank=True, default="")
    what = models.CharField(max_length=180)
    seriousness = models.CharField(max_length=10, choices=Seriousness)
    task = models.ForeignKey("tasks.Task", on_delete=models.PROTECT, related_name="opinions")
    due_at = models.DateTimeField()
    """By when it had to be answered when it was found; the task may have been given more time."""
    state = models.CharField(max_length=10, choices=OpinionState, default=OpinionState.FOUND)
    found_at = models.DateTimeField()
    found_by = models.UUIDField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default="")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True)
    answer = models.CharField(max_length=1000, blank=True, default="")
    """What was answered in public, or why nothing was."""
    answer_link = models.CharField(max_length=300, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    returned = models.PositiveSmallIntegerField(default=0)
    """How many answers were sent back."""
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="publicity_opinion_said"),
            models.CheckConstraint(condition=Q(seriousness__in=Seriousness.values), name="publicity_opinion_serious"),
            models.CheckConstraint(
                condition=Q(state="found", verified_at=None)
                | Q(state__in=["verified", "answered", "closed"], verified_at__isnull=False)
                & Q(verdict__in=Verdict.values),
                name="publicity_opinion_verified_first",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed"]) | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="publicity_opinion_answered_first",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                | ~Q(state="closed") & Q(closed_at=None, closed_by=None),
                name="publicity_opinion_closed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "id"], name="publicity_opinion_region"),
            models.Index(fields=["unit", "state"], name="publicity_opinion_unit"),
        ]

    def __str__(self) -> str:
        return self.what
