"""Code lists of goods, stores and movements."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    COAT = "coat", _("棉衣")
    QUILT = "quilt", _("棉被褥")
    CLOTHING = "clothing", _("衣物鞋帽")
    FOOD = "food", _("食品")
    WATER = "water", _("饮用水")
    MEDICINE = "medicine", _("药品")
    EPIDEMIC = "epidemic", _("防疫用品")
    DAILY = "daily", _("生活用品")
    LEAFLET = "leaflet", _("宣传资料")
    TOOL = "tool", _("工具装备")


class StoreKind(models.TextChoices):
    WAREHOUSE = "warehouse", _("仓库")
    STATION = "station", _("救助站")
    POINT = "point", _("救助服务点")
    VEHICLE = "vehicle", _("车辆")
    TEAM = "team", _("随队携带")


CARRIED: Final = (StoreKind.VEHICLE, StoreKind.TEAM)
"""Stores that move about; their `holder` is the vehicle or the team."""


class MovementKind(models.TextChoices):
    RECEIVE = "receive", _("入库")
    TRANSFER_OUT = "transfer_out", _("调出")
    TRANSFER_IN = "transfer_in", _("调入")
    ISSUE = "issue", _("发放")
    RETURN = "return", _("退回")
    WRITE_OFF = "write_off", _("报损")
    COUNT_MORE = "count_more", _("盘盈")
    COUNT_LESS = "count_less", _("盘亏")


SIGNS: Final[Mapping[MovementKind, int]] = MappingProxyType(
    {
        MovementKind.RECEIVE: 1,
        MovementKind.TRANSFER_OUT: -1,
        MovementKind.TRANSFER_IN: 1,
        MovementKind.ISSUE: -1,
        MovementKind.RETURN: 1,
        MovementKind.WRITE_OFF: -1,
        MovementKind.COUNT_MORE: 1,
        MovementKind.COUNT_LESS: -1,
    }
)
"""Whether a movement adds to the store or takes from it."""


class Source(models.TextChoices):
    PURCHASE = "purchase", _("采购")
    ALLOCATION = "allocation", _("上级拨付")
    DONATION = "donation", _("捐赠")
    OPENING = "opening", _("期初结存")


class Loss(models.TextChoices):
    EXPIRED = "expired", _("过期")
    DAMAGED = "damaged", _("损坏")
    SOILED = "soiled", _("污损不能再用")
    LOST = "lost", _("遗失")
    USED_UP = "used_up", _("工作消耗")
