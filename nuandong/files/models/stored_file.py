from django.db import models

from nuandong.machine.access import Scoped


class StoredFile(models.Model):
    """An encrypted photo or document."""

    access = Scoped(web="si", worker="si", batch="s", auditor="s")
    personal = frozenset({"content_sealed"})
    harmless = frozenset({"id", "region", "purpose", "mime", "size", "created_at", "created_by", "destroyed_at"})

    id = models.UUIDField(primary_key=True)
    region = models.BigIntegerField()
    purpose = models.CharField(max_length=40)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    content_sealed = models.BinaryField()
    destroyed_at = models.DateTimeField(null=True)
    """When its content was destroyed; what it was and when it came stays known."""
