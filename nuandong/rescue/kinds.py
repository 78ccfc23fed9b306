"""Code lists of clues. Longer lists that counties may extend are data: library/rescue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a clue reached us."""

    HOTLINE = "hotline", _("救助热线")
    POLICE_110 = "110", _("110 转来")
    MEDICAL_120 = "120", _("120 转来")
    WEB = "web", _("网上反映")
    INFORMANT = "informant", _("救助信息员")
    DEPARTMENT = "department", _("部门转来")
    PATROL = "patrol", _("巡查发现")
    WALK_IN = "walk_in", _("来人反映")
    HIGHWAY = "highway", _("高速公路单位")


class Closing(models.TextChoices):
    """How a clue ended."""

    HELPED = "helped", _("已救助")
    REFUSED = "refused", _("本人不愿接受救助")
    DECEASED = "deceased", _("发现时已死亡")
    NOT_FOUND = "not_found", _("未找到人")
    DUPLICATE = "duplicate", _("重复线索")
    NONSENSE = "nonsense", _("无效线索")
    HANDED_OVER = "handed_over", _("已移交外地")


class Grounds(models.TextChoices):
    """Why an escalation was raised."""

    NO_TEAM = "no_team", _("无队伍出动")
    NOT_ON_SCENE = "not_on_scene", _("到场超时")


class Mode(models.TextChoices):
    """How densely streets are patrolled; the later the denser."""

    BASELINE = "baseline", _("平时巡查")
    DAILY = "daily", _("每日巡查")
    ALL_DAY = "all_day", _("全天候巡查")

    @property
    def rank(self) -> int:
        return list(Mode).index(self)
