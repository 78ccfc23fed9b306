"""What a visit came to, how bad a finding is, and where it stands."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Result(models.TextChoices):
    """What a visit came to."""

    GOOD = "good", _("未发现问题")
    ON_THE_SPOT = "on_the_spot", _("有问题，当场整改")
    PROBLEMS = "problems", _("有问题，需要整改")


class Answer(models.TextChoices):
    """What was seen of one point of the checklist; what was not looked at has none."""

    GOOD = "good", _("符合")
    BAD = "bad", _("不符合")


class Severity(models.TextChoices):
    GENERAL = "general", _("一般")
    SERIOUS = "serious", _("较重")
    GRAVE = "grave", _("严重")


class FindingState(models.TextChoices):
    """A finding waits for its re-check when its task has ended; that is read from the task and not stored twice."""

    OPEN = "open", _("整改中")
    CLOSED = "closed", _("已销号")


WAITING: Final = _("待复查")
