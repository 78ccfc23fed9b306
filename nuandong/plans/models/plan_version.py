from django.db import models

from nuandong.machine.access import Unscoped


class PlanVersion(models.Model):
    """One text of a plan file, checked and kept for good: decisions stay explainable when the file has moved on."""

    access = Unscoped("plans are public papers without personal data", web="si", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "plan", "title", "family", "level", "hash", "text", "library_version", "stored_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    plan = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    family = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the file, hexadecimal."""
    text = models.TextField()
    library_version = models.SmallIntegerField()
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "stored_at"], name="plans_version_of_plan")]

    def __str__(self) -> str:
        return self.title
