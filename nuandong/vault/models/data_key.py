from django.db import models

from nuandong.machine.access import Unscoped


class DataKey(models.Model):
    """The key of one season's free texts, wrapped by the master key; empty once destroyed."""

    access = Unscoped("wrapped keys, useless without the key file", web="si", worker="si", batch="si", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset({"season", "wrapped", "created_at", "destroyed_at"})

    season = models.PositiveSmallIntegerField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vault_datakey_wrapped_until_destroyed",
                condition=models.Q(wrapped__isnull=False) ^ models.Q(destroyed_at__isnull=False),
            )
        ]
