from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.machine.access import Unscoped


class UnitKind(models.TextChoices):
    BUREAU = "bureau", _("主管部门")
    STATION = "station", _("救助管理站")
    TOWNSHIP = "township", _("乡镇（街道）")
    VILLAGE = "village", _("村（社区）")
    POLICE = "police", _("公安机关")
    URBAN_MANAGEMENT = "urban_management", _("城市管理部门")
    HEALTH = "health", _("医疗卫生机构")
    VOLUNTEER = "volunteer", _("志愿服务组织")
    PURCHASED_SERVICE = "purchased_service", _("购买服务机构")


class Unit(models.Model):
    """An office, a station or an organisation that takes part. Partners and volunteers are units like others."""

    access = Unscoped(
        "names of offices, needed to build a scope before one exists", web="siu", worker="siu", batch="s", auditor="s"
    )
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "name", "kind", "region", "parent", "active", "created_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=UnitKind)
    region = models.BigIntegerField()
    parent = models.ForeignKey("org.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=models.Q(active=True),
                nulls_distinct=False,
                name="org_unit_one_name_under_a_parent",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=UnitKind.values), name="org_unit_kind_known"),
            models.CheckConstraint(
                condition=models.Q(region__gte=10**11, region__lt=10**12), name="org_unit_region_twelve_digits"
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="org_unit_not_its_own_parent"),
        ]
        indexes = [models.Index(fields=["region"], name="org_unit_region")]

    def __str__(self) -> str:
        return self.name
