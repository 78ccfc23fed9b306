from django.db import models

from nuandong.machine.access import Scoped


class JournalText(models.Model):
    """The free words of an act, encrypted with the key of its season."""

    access = Scoped(web="si", worker="si", batch="si", auditor="s")
    personal = frozenset({"sealed"})
    harmless = frozenset({"event", "region", "season"})

    event = models.UUIDField(primary_key=True)
    region = models.BigIntegerField()
    season = models.SmallIntegerField()
    sealed = models.BinaryField()
