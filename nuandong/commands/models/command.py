from django.db import models

from nuandong.machine.access import Unscoped


class Command(models.Model):
    """One command that was carried out: its key, what it asked (as a hash) and what came of it."""

    access = Unscoped("keys and hashes only", web="siu", worker="siud", batch="si", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset({"key", "name", "body_hash", "actor", "result", "done_at"})

    key = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=80)
    body_hash = models.BinaryField()
    actor = models.UUIDField()
    result = models.UUIDField(null=True)
    done_at = models.DateTimeField()
