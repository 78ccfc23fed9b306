"""Code lists of encounters, follow-ups and hospital cases."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgeBand(models.TextChoices):
    """How old somebody looks."""

    UNDER_14 = "under_14", _("14岁以下")
    TEEN = "14_17", _("14至17岁")
    ADULT = "18_59", _("18至59岁")
    OLD = "60_plus", _("60岁及以上")
    UNKNOWN = "unknown", _("看不出")


BAND_CATEGORY: Final[Mapping[str, str]] = MappingProxyType(
    {AgeBand.UNDER_14.value: "minor", AgeBand.TEEN.value: "minor", AgeBand.OLD.value: "elderly"}
)
"""An age band that makes a category: whoever ticks the band need not tick the category."""


class Outcome(models.TextChoices):
    """How an encounter ended."""

    TO_STATION = "to_station", _("护送入站")
    TO_HOSPITAL = "to_hospital", _("送医救治")
    TO_POLICE = "to_police", _("移交公安机关")
    SUPPLIES_ONLY = "supplies_only", _("现场发放物资")
    GUIDED_HOME = "guided_home", _("劝导返家")
    REFUSED = "refused", _("不愿接受救助")
    LEFT_BEFORE = "left_before", _("到场前已离开")
    LEFT_MIDWAY = "left_midway", _("处置中离开")
    DECEASED = "deceased", _("发现时已死亡")


TAKEN: Final = frozenset({Outcome.TO_STATION, Outcome.TO_HOSPITAL, Outcome.TO_POLICE})
"""The person was taken along."""

LEFT_OUTSIDE: Final = frozenset({Outcome.SUPPLIES_ONLY, Outcome.REFUSED})
"""The person stays where he is."""

GONE: Final = frozenset({Outcome.LEFT_BEFORE, Outcome.LEFT_MIDWAY})
"""The person went away: before anybody met him, or while he was being helped."""


class FollowUpOutcome(models.TextChoices):
    """What a visit to somebody who turned help down brought."""

    ACCEPTED = "accepted", _("已接受救助")
    WENT_HOME = "went_home", _("已返家")
    GONE = "gone", _("已离开，多方查找未见")
    DECEASED = "deceased", _("死亡")
    REFUSED_AGAIN = "refused_again", _("仍不愿接受救助")
    NOT_FOUND = "not_found", _("本次未找到")


RESOLVED: Final = frozenset(
    {FollowUpOutcome.ACCEPTED, FollowUpOutcome.WENT_HOME, FollowUpOutcome.GONE, FollowUpOutcome.DECEASED}
)
"""No further visit is due."""
