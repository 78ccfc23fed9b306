"""What a survey of a household says beside the facts of the standard: its loss, how far it can help itself, why."""

import json
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.forms.library import choices
from nuandong.vault import api as vault

_PLACE: Final = ("relief_application", "reason_sealed")
WHY_LIMIT: Final = 500


class SelfHelp(models.TextChoices):
    NONE = "none", gettext_lazy("没有自救能力")
    PART = "part", gettext_lazy("有部分自救能力")
    ABLE = "able", gettext_lazy("能够自救或有亲友帮助")


@dataclass(frozen=True, slots=True)
class Survey:
    """`loss_type` is a code of library/relief/lists.yaml; both codes are empty where a ledger says nothing of them."""

    loss_type: str = ""
    self_help: str = ""
    why: str = ""


def checked(survey: Survey) -> Survey:
    """The survey with clean words. Raises Invalid: loss or self-help unknown, no reason, or a household that can help
    itself without why it is helped all the same (DIS-003, DIS-005, DIS-017)."""
    if survey.loss_type not in choices("loss_types"):
        raise Invalid("relief.loss_type", _("没有选择损失类型。"), _("请按入户看到的选择。"), field="loss_type")
    if survey.self_help not in SelfHelp.values:
        raise Invalid("relief.self_help", _("没有选择自救能力。"), _("请按入户看到的选择。"), field="self_help")
    why = clean_text(survey.why, WHY_LIMIT, field="why")
    if not why:
        if survey.self_help == SelfHelp.ABLE:
            raise Invalid(
                "relief.self_help_first",
                _("能够自救的户先靠自救解决。"),
                _("确需救助的，请写明原因。"),
                field="why",
            )
        raise Invalid("relief.survey_why", _("没有填写困难情况。"), _("请照实写一两句。"), field="why")
    return Survey(survey.loss_type, survey.self_help, why)


def sealed(survey: Survey, application: UUID) -> bytes:
    words = {"loss_type": survey.loss_type, "self_help": survey.self_help, "why": survey.why}
    return vault.seal(*_PLACE, application, json.dumps(words, ensure_ascii=False))


def opened(application: UUID, kept: bytes | memoryview | None) -> Survey:
    """What was sealed with an application; empty for one from a ledger."""
    return Survey(**json.loads(vault.open_sealed(*_PLACE, application, bytes(kept)))) if kept else Survey()
