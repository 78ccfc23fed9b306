from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class Ceiling(models.Model):
    """What the allocation in force gives a village (DIS-015). What is granted and paid there never exceeds it.

    A season without an allocation in force has none; a village that is not in it may be granted nothing.
    """

    access = Scoped(web="siud", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "season", "share_fen", "granted_fen", "claimed_fen", "partly"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The village."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="ceilings", db_index=False)
    share_fen = models.BigIntegerField()
    granted_fen = models.BigIntegerField(default=0)
    """Of entitlements; like `claimed_fen` changed by conditional updates alone."""
    claimed_fen = models.BigIntegerField(default=0)
    """Of their instalments."""
    partly = models.BooleanField(default=False)
    """The procedure lets a household be granted that is funded in part; the rest is paid out of later money."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "region"], name="relief_ceiling_once"),
            models.CheckConstraint(
                condition=Q(claimed_fen__gte=0, claimed_fen__lte=F("share_fen"), granted_fen__gte=0)
                & (Q(partly=True) | Q(granted_fen__lte=F("share_fen"))),
                name="relief_ceiling_never_exceeded",
            ),
        ]
