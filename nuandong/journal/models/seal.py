from django.contrib.postgres.fields import ArrayField
from django.db import models

from nuandong.machine.access import Unscoped


class Seal(models.Model):
    """A link of the hash chain over a run of events, in commit-safe order.

    `ids` and `digests` (32 bytes each, concatenated) name every event of the run, so that a changed, missing or
    inserted row can be named and not only noticed.
    """

    access = Unscoped("hashes and ids only", web="s", worker="si", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset(
        {"number", "sealed_at", "last_epoch", "last_xid", "last_id", "count", "ids", "digests", "previous", "head"}
    )

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    last_epoch = models.SmallIntegerField()
    last_xid = models.BigIntegerField()
    last_id = models.UUIDField()
    count = models.IntegerField()
    ids = ArrayField(models.UUIDField())
    digests = models.BinaryField()
    previous = models.BinaryField()
    head = models.BinaryField()
