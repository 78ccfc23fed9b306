from django.db import models

from nuandong.machine.access import Unscoped


class Consumer(models.Model):
    """How far one reader has come."""

    access = Unscoped("cursors only", web="s", worker="siud", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset({"name", "epoch", "xid", "last"})

    name = models.CharField(max_length=60, primary_key=True)
    epoch = models.SmallIntegerField()
    xid = models.BigIntegerField()
    last = models.UUIDField()
