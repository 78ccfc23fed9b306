"""How serious an item of public opinion is, what its verification came to, and where it stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seriousness(models.TextChoices):
    GENERAL = "general", _("一般")
    SERIOUS = "serious", _("较大")
    GRAVE = "grave", _("重大")


class Verdict(models.TextChoices):
    """What the unit found when it looked into it."""

    TRUE = "true", _("属实")
    PARTLY = "partly", _("部分属实")
    UNTRUE = "untrue", _("不属实")


class OpinionState(models.TextChoices):
    FOUND = "found", _("待核实")
    VERIFIED = "verified", _("待回应")
    ANSWERED = "answered", _("待办结")
    CLOSED = "closed", _("已办结")
