"""States of a report, and which act moves it where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    DRAFT = "draft", _("填报中")
    SIGNED = "signed", _("已签批")
    SUBMITTED = "submitted", _("已报送")


REPORT: Final[Mapping[ReportState, Mapping[str, ReportState]]] = MappingProxyType(
    {
        ReportState.DRAFT: {"fill": ReportState.DRAFT, "sign": ReportState.SIGNED},
        ReportState.SIGNED: {"send_back": ReportState.DRAFT, "submit": ReportState.SUBMITTED},
        ReportState.SUBMITTED: {"correct": ReportState.SUBMITTED},
    }
)
"""State → act → next state. What was sent up stays as it was sent; a correction is a report of its own."""


class PackState(models.TextChoices):
    """An inspection pack is made in the background."""

    ASKED = "asked", _("排队中")
    MAKING = "making", _("生成中")
    READY = "ready", _("已生成")
    FAILED = "failed", _("未能生成")
