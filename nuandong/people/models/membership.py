from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.people.kinds import Relation


class Membership(models.Model):
    """A person in a household from a day up to, not including, a day. Nobody is in two households at once."""

    access = Scoped(web="siu", worker="siu", batch="si", auditor="s")
    personal = frozenset({"relation"})
    harmless = frozenset({"id", "region", "person", "household", "since", "until"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="memberships")
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=12, choices=Relation)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until__isnull=True), name="people_membership_one_household"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(until__isnull=True, relation=Relation.HEAD),
                name="people_membership_one_head",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="people_membership_dates"
            ),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="people_membership_relation"),
        ]
