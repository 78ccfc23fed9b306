"""Code lists of teams, vehicles and positions."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class TeamKind(models.TextChoices):
    STREET_PATROL = "street_patrol", _("街面巡查队")
    STATION = "station", _("救助站接站组")
    HOSPITAL_LIAISON = "hospital_liaison", _("医院联络组")
    VOLUNTEER = "volunteer", _("志愿服务队")


class Ability(models.TextChoices):
    """What a team can do beyond the ordinary; the choice of a team asks for these codes."""

    MINORS = "minors", _("未成年人救助")
    MEDICAL = "medical", _("医疗急救")
    MENTAL = "mental", _("精神障碍照护")
    FEMALE_MEMBER = "female_member", _("有女队员")
    DIALECT = "dialect", _("会说外地方言")
    SIGN_LANGUAGE = "sign_language", _("会手语")
    MINORITY_LANGUAGE = "minority_language", _("会少数民族语言")
    WATER = "water", _("涉水救援")
    LIFTING = "lifting", _("可抬护行动不便者")


class Equipment(models.TextChoices):
    STRETCHER = "stretcher", _("担架")
    FIRST_AID = "first_aid", _("急救箱")
    HEATING = "heating", _("车载取暖")
    CHAINS = "chains", _("防滑链")
    FOUR_WHEEL = "four_wheel", _("四驱")
    CHILD_SEAT = "child_seat", _("儿童座椅")
    WHEELCHAIR = "wheelchair", _("轮椅")
    RECORDER = "recorder", _("执法记录仪")


class PositionSource(models.TextChoices):
    PHONE = "phone", _("手机定位")
    VOICE = "voice", _("口头报告")


LEADER_ROLES: Final = ("duty_leader", "station_head", "county_officer")
"""Whose holders an escalation rings up after the leader on shift, in this order (library/roles/roles.yaml)."""

LONGEST: Final = timedelta(hours=24)
"""A longer shift proves nothing: presence counts one shift for a day at most."""
