"""Kinds of differences between a national system and ours, and what a person may say about one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    DIFFERS = "differs", _("内容不同")
    THERE = "there", _("只有系统里有")
    HERE = "here", _("只有这里有")
    ERROR = "error", _("这一行读不了")


class Decision(models.TextChoices):
    """Nothing is written into our records by a decision: who keeps them corrects them there."""

    OURS = "ours", _("以这里为准")
    THEIRS = "theirs", _("以系统为准")
    NOTED = "noted", _("已知晓")


class Match(models.TextChoices):
    """How a row found its case."""

    SERIAL = "serial", _("系统编号")
    DOCUMENT = "document", _("证件号码")
    NAME = "name", _("姓名和日期")
