from django.db import models

from nuandong.machine.access import Scoped


class CardSeen(models.Model):
    """A bank card or passbook as somebody saw it: number, photo, who, when; the last counts (DIS-026)."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal = frozenset({"bank", "account_sealed", "account_masked", "account_blind"})
    harmless = frozenset({"id", "region", "application", "household", "photo", "seen_by", "seen_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    application = models.ForeignKey("relief.Application", on_delete=models.PROTECT, related_name="cards")
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    bank = models.CharField(max_length=60, blank=True, default="")
    account_sealed = models.BinaryField()
    account_masked = models.CharField(max_length=30)
    account_blind = models.BinaryField(max_length=16)
    photo = models.UUIDField()
    """Of `files`."""
    seen_by = models.UUIDField()
    seen_at = models.DateTimeField()
