from django.db import models

from nuandong.machine.access import Scoped


class Kinship(models.Model):
    """A member of staff declares that a household in need is kin (近亲属申报); he keeps out of its case."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"relation"})
    harmless = frozenset({"id", "region", "staff", "household", "declared_by", "declared_at", "ended_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """That of the household."""
    staff = models.UUIDField()
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+", db_index=False)
    relation = models.CharField(max_length=30)
    declared_by = models.UUIDField()
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "household"], condition=models.Q(ended_at=None), name="relief_kinship_once"
            ),
        ]
        indexes = [models.Index(fields=["household"], name="relief_kinship_household")]
