from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Training(models.Model):
    """A session in which those who survey households are trained before they go (003#11)."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "season", "held_on", "place", "content", "trainer", "recorded_by", "recorded_at"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """Whose surveyors it was for: a county, a township or a village."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="trainings", db_index=False)
    held_on = models.DateField()
    place = models.CharField(max_length=80)
    content = models.CharField(max_length=500)
    trainer = models.CharField(max_length=50)
    """An officer, by name."""
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(place="") & ~Q(content=""), name="relief_training_said"),
        ]
        indexes = [models.Index(fields=["season", "region", "id"], name="relief_training_list")]
