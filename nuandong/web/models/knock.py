from django.db import models

from nuandong.machine.access import Unscoped


class Knock(models.Model):
    """How often one address came to a public page in one stretch of time.

    The key is a keyed hash that changes with every stretch, so that nobody can be followed from one to the next.
    """

    access = Unscoped("counts under hashes that live for a day", web="siud", worker="sd")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"key", "at", "times"})

    key = models.BinaryField(primary_key=True)
    at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["at"], name="web_knock_time")]
