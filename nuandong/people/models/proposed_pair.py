from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.people.kinds import PairState


class ProposedPair(models.Model):
    """Two records that may be of one person, why the linkage proposes them, and what a person decided.

    Those decided to be the same stay two records, linked by this row for as long as it says so; nothing is merged.
    `region` is the smallest division that contains both, so that whoever sees the pair sees both persons.
    """

    access = Scoped(web="siu", worker="siud", batch="s", auditor="s")
    personal = frozenset({"told"})
    harmless = frozenset(
        {
            "id",
            "region",
            "person_a",
            "person_b",
            "probability",
            "sure",
            "outcomes",
            "weights",
            "state",
            "proposed_at",
            "decided_by",
            "decided_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    person_a = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_b = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    probability = models.PositiveIntegerField()
    """In millionths."""
    sure = models.BooleanField()
    """Whether the linkage calls it sure; somebody looks at it all the same."""
    outcomes = models.JSONField()
    """Field → [name of the level, weight in powers of two], as `batch.linkage.fields` names them."""
    weights = models.CharField(max_length=40)
    """The version of the trained weights."""
    told = models.BinaryField(max_length=16)
    """A keyed hash of what was compared: a pair decided upon comes up again only when it changes."""
    state = models.CharField(max_length=10, choices=PairState, default=PairState.OPEN)
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_a", "person_b"], name="people_proposedpair_once"),
            models.CheckConstraint(condition=Q(person_a__lt=F("person_b")), name="people_proposedpair_ordered"),
            models.CheckConstraint(condition=Q(probability__lte=1_000_000), name="people_proposedpair_probability"),
            models.CheckConstraint(condition=Q(state__in=PairState.values), name="people_proposedpair_state"),
            models.CheckConstraint(
                condition=Q(state="open", decided_by=None, decided_at=None)
                | ~Q(state="open") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="people_proposedpair_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "-probability", "id"], name="people_proposedpair_queue")]
