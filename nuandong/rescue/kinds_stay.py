"""Code lists of the station: arrival, identity, beds, care, belongings, leaving, kin search."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class BroughtBy(models.TextChoices):
    """How somebody came to the station."""

    SELF = "self", _("自行来站")
    POLICE = "police", _("公安机关护送")
    URBAN_MANAGEMENT = "urban_management", _("城管护送")
    CITIZEN = "citizen", _("群众护送")
    PATROL = "patrol", _("街面巡查救助")
    STATION = "station", _("其他救助站转送")
    HOSPITAL = "hospital", _("医院转来")


ESCORTED: Final = frozenset({BroughtBy.POLICE, BroughtBy.URBAN_MANAGEMENT, BroughtBy.STATION, BroughtBy.HOSPITAL})
"""Brought by somebody whose office answers for it: the unit is named, the weak are handed over in writing (RES-019)."""


class Security(models.TextChoices):
    """Result of the security check, which comes before admission (RES-033)."""

    PASSED = "passed", _("通过")
    ARTICLES = "articles", _("查出违禁物品并已移交")
    REFUSED = "refused", _("拒绝安检")


class Identity(models.TextChoices):
    KNOWN = "known", _("身份已核实")
    UNKNOWN = "unknown", _("身份不明")
    DOUBTFUL = "doubtful", _("身份待核实")


class Flag(models.TextChoices):
    """What must be remembered about a stay."""

    MENTAL = "mental_suspect", _("疑似精神障碍")
    INTELLECTUAL = "intellectual", _("疑似智力残疾")
    NO_SELF_CARE = "no_self_care", _("失去自理能力")
    DISABLED = "disabled", _("行动不便")
    INFECTIOUS = "infectious_suspect", _("疑似传染病")
    ILL = "ill", _("患病")
    PREGNANT = "pregnant", _("孕产妇")
    TRAFFICKING = "police_suspect_trafficking", _("疑似被拐卖")
    VIOLENCE = "domestic_violence", _("疑似遭受家庭暴力")


HOLDING: Final = frozenset({Flag.TRAFFICKING, Flag.VIOLENCE})
"""While one of them stands, a kin notice waits for the police."""

MEDICAL: Final = frozenset({Flag.MENTAL, Flag.INFECTIOUS, Flag.ILL})
"""Seen by a doctor before they come in: treat first, rescue afterwards (RES-020, facts 2.2 row 5)."""

NOT_ALONE: Final = frozenset({Flag.MENTAL, Flag.INTELLECTUAL})
"""Signs of mental or intellectual disability: not let go alone without a decision."""


CARED_FOR: Final = frozenset({Flag.MENTAL, Flag.INTELLECTUAL, Flag.NO_SELF_CARE, Flag.DISABLED, Flag.PREGNANT})
"""Better off in the care zone (RES-035: physical and mental condition)."""


ESCORT_ADVISED: Final = frozenset({Flag.MENTAL, Flag.INTELLECTUAL, Flag.NO_SELF_CARE, Flag.DISABLED})
"""Better escorted home or fetched than sent with a ticket (RES-022)."""


class Zone(models.TextChoices):
    """Part of the sleeping quarters (RES-035)."""

    MALE = "male", _("男性区")
    FEMALE = "female", _("女性区")
    MINOR = "minor", _("未成年人区")
    CARE = "care", _("照护区")
    FAMILY = "family", _("家庭区")
    ISOLATION = "isolation", _("隔离观察区")
    OVERFLOW = "overflow", _("临时加床区")


class BedException(models.TextChoices):
    """Why somebody sleeps outside his zone, or beside somebody."""

    GUARDIAN_WITH_CHILD = "guardian_with_child", _("监护人携子女同住")
    OVERFLOW_SNOW = "overflow_snow", _("极端天气临时加床")


class Care(models.TextChoices):
    """An entry of the care log (RES-037)."""

    MEAL = "meal", _("用餐")
    BATH = "bath", _("洗浴")
    HEALTH = "health", _("健康检查")
    MEDICINE = "medicine", _("服药")
    CALL = "call", _("通话")
    CLOTHES = "clothes", _("更换衣物")
    OBSERVATION = "observation", _("观察")
    INSPECTION = "inspection", _("巡房")


class Cause(models.TextChoices):
    """Why somebody is in need (RES-025)."""

    WORK = "work", _("务工不着")
    RELATIVES = "relatives", _("寻亲不遇")
    ROBBED = "robbed", _("被盗、被抢、被骗")
    DISASTER = "disaster", _("因灾遇困")
    LOST = "lost", _("走失、迷路")
    MINOR = "minor", _("困境未成年人")
    VIOLENCE = "violence", _("遭受家庭暴力")
    BEGGING = "begging", _("流浪乞讨")
    OTHER = "other", _("其他")


class Voucher(models.TextChoices):
    """A travel voucher: no cash in principle."""

    NONE = "", _("不需要")
    TRAIN = "train", _("火车票")
    COACH = "coach", _("汽车票")
    SHIP = "ship", _("船票")


class Decision(models.TextChoices):
    """The duty leader's word on a request to leave."""

    NONE = "", _("待签批")
    APPROVED = "approved", _("同意")
    REFUSED = "refused", _("不同意")
