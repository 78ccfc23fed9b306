from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class OutsideEntry(models.Model):
    """A registered person on a list from elsewhere: how much he got there, or how long he has been away."""

    access = Scoped(web="sid", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "outside", "person", "amount_fen", "since", "until"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """Where the person is registered."""
    outside = models.ForeignKey("relief.OutsideList", on_delete=models.PROTECT, related_name="entries", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outside", "person"], name="relief_outside_entry_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, since=None) | Q(amount_fen=None, since__isnull=False),
                name="relief_outside_entry_says_something",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="relief_outside_entry_days"
            ),
        ]
