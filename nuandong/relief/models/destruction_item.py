from django.db import models

from nuandong.machine.access import Scoped


class DestructionItem(models.Model):
    """One record of the inventory: which, and a digest of what was stored. Nothing personal."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "destruction", "serial", "kind", "source", "record", "digest", "destroyed_at"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """Of the record."""
    destruction = models.ForeignKey(
        "relief.Destruction", on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    """A code of library/relief/destruction.yaml."""
    source = models.CharField(max_length=40)
    """The table."""
    record = models.UUIDField()
    digest = models.CharField(max_length=64)
    destroyed_at = models.DateTimeField(null=True)
    """Set by the door alone."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["destruction", "serial"], name="relief_destruction_item_serial"),
            models.UniqueConstraint(fields=["destruction", "source", "record"], name="relief_destruction_item_once"),
        ]
