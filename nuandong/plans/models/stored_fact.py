from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class StoredFact(models.Model):
    """A journal event that activated plans look at, as the engine sees it; derived, can be rebuilt from the journal."""

    access = Scoped(web="s", worker="sid", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "epoch", "xid", "kind", "region", "subject", "acted_at", "recorded_at", "payload", "voids"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    """The event's id."""
    epoch = models.SmallIntegerField()
    xid = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    region = models.BigIntegerField()
    subject = models.UUIDField()
    acted_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    payload = models.JSONField()
    voids = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "kind"], name="plans_fact_subject"),
            models.Index(fields=["kind", "acted_at"], name="plans_fact_kind"),
            models.Index(fields=["voids"], condition=Q(voids__isnull=False), name="plans_fact_voids"),
        ]
