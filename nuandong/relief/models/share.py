from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Share(models.Model):
    """What a township, a village or a household gets of an allocation, and why."""

    access = Scoped(web="sid", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "allocation", "level", "application", "priority", "need_fen", "share_fen", "left_fen",
            "status", "said",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    allocation = models.ForeignKey("relief.Allocation", on_delete=models.PROTECT, related_name="shares", db_index=False)
    level = models.CharField(max_length=10)
    """`township`, `village` or `household`."""
    application = models.ForeignKey(
        "relief.Application", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    priority = models.PositiveSmallIntegerField(default=1)
    need_fen = models.BigIntegerField()
    share_fen = models.BigIntegerField()
    left_fen = models.BigIntegerField(default=0)
    status = models.CharField(max_length=12)
    said = models.JSONField(default=list)
    """[words, figures] each, from `policy.sharing`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "level", "region"], condition=Q(application=None), name="relief_share_region_once"
            ),
            models.UniqueConstraint(fields=["allocation", "application"], name="relief_share_household_once"),
            models.CheckConstraint(
                condition=Q(share_fen__gte=0, need_fen__gte=0, left_fen__gte=0), name="relief_share_money"
            ),
        ]
        indexes = [models.Index(fields=["allocation", "level", "region"], name="relief_share_list")]
