from django.db import models

from nuandong.machine.access import Scoped


class BlankMapping(models.Model):
    """Which place of an edition holds what, as somebody confirmed it. A change is a new version."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    # Words of one's own are names and telephones as often as not.
    personal = frozenset({"texts_sealed"})
    harmless = frozenset({"id", "region", "edition", "number", "bindings", "saved_by", "saved_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    edition = models.ForeignKey("reports.BlankEdition", on_delete=models.PROTECT, related_name="mappings")
    number = models.PositiveSmallIntegerField()
    bindings = models.JSONField()
    """Address of a place → code (`blanks.targets`, `blanks.composed`); none: somebody said that nothing belongs there.
    Words of one's own stand here as `say/n`, the n-th of `texts_sealed` from 0."""
    texts_sealed = models.BinaryField(null=True)
    saved_by = models.UUIDField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="reports_mapping_number")]
