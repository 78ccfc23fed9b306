from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.supplies.kinds import CARRIED, StoreKind


class Store(models.Model):
    """Somewhere goods lie. `holder` is the vehicle or the team (of the module above) that carries them about."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "name", "kind", "place", "holder", "keeper", "active", "opened_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=StoreKind)
    place = models.ForeignKey("geo.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="stores")
    holder = models.UUIDField(null=True, blank=True)
    keeper = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="stores_kept")
    active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StoreKind.values), name="supplies_store_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in CARRIED], holder__isnull=False)
                | (~Q(kind__in=[kind.value for kind in CARRIED]) & Q(holder__isnull=True)),
                name="supplies_store_carried_by_somebody",
            ),
            models.UniqueConstraint(fields=["holder"], condition=Q(active=True), name="supplies_store_one_per_holder"),
            models.UniqueConstraint(
                fields=["region", "name"], condition=Q(active=True), name="supplies_store_name_in_region"
            ),
        ]

    def __str__(self) -> str:
        return self.name
