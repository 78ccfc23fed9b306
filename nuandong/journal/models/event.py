from django.db import models

from nuandong.machine.access import Scoped


class JournalEvent(models.Model):
    """One act. The migration makes the table by hand: partitioned, append-only, with the writing transaction's id."""

    access = Scoped(web="si", worker="si", batch="si", auditor="s")
    personal = frozenset({"text_digest"})
    harmless = frozenset(
        {
            "id",
            "epoch",
            "xid",
            "kind",
            "version",
            "actor",
            "typist",
            "unit",
            "region",
            "subject_type",
            "subject",
            "acted_at",
            "recorded_at",
            "payload",
            "voids",
        }
    )

    id = models.UUIDField(primary_key=True)
    epoch = models.SmallIntegerField()
    xid = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    version = models.SmallIntegerField()
    actor = models.UUIDField()
    typist = models.UUIDField()
    unit = models.UUIDField()
    region = models.BigIntegerField()
    subject_type = models.CharField(max_length=60)
    subject = models.UUIDField()
    acted_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    payload = models.JSONField()
    voids = models.UUIDField(null=True)
    text_digest = models.BinaryField(null=True)

    class Meta:
        managed = False
        db_table = "journal_event"
