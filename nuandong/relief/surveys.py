"""What a survey of a household says beside the facts of the standard: its loss, how far it can help itself, why."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.forms.library import choices
from nuandong.relief.models import Application, Season
from nuandong.vault import api as vault

_PLACE: Final = ("relief_application", "reason_sealed")
WHY_LIMIT: Final = 500


class SelfHelp(models.TextChoices):
    NONE = "none", gettext_lazy("没有自救能力")
    PART = "part", gettext_lazy("有部分自救能力")
    ABLE = "able", gettext_lazy("能够自救或有亲友帮助")


@dataclass(frozen=True, slots=True)
class Survey:
    """`loss_type`, `difficulty` and `period` are codes of library/relief/lists.yaml, `lost_on` a date (YYYY-MM-DD).

    Everything is empty where a ledger says nothing of it, or where nobody asked for it yet.
    """

    loss_type: str = ""
    self_help: str = ""
    why: str = ""
    lost_on: str = ""
    difficulty: str = ""
    period: str = ""
    above: str = ""
    """Why each person gets more than the limit of the season."""


def checked(survey: Survey, of: Season, today: date) -> Survey:
    """The survey with clean words. Raises Invalid: loss, its day, difficulty, period or self-help unknown, a loss of
    another year, no reason, or a household that can help itself without why it is helped all the same (DIS-001,
    DIS-003, DIS-005, DIS-017)."""
    if survey.loss_type not in choices("loss_types"):
        raise Invalid("relief.loss_type", _("没有选择损失类型。"), _("请按入户看到的选择。"), field="loss_type")
    _check_day(survey.lost_on, of, today)
    for name, list_, words in (
        ("difficulty", "difficulty_types", _("没有选择困难类型。")),
        ("period", "need_periods", _("没有选择需要救助的时段。")),
    ):
        if getattr(survey, name) not in choices(list_):
            raise Invalid(f"relief.{name}", words, _("请按入户看到的选择。"), field=name)
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
    return replace(survey, why=why, above=clean_text(survey.above, WHY_LIMIT, field="above"))


def _check_day(lost_on: str, of: Season, today: date) -> None:
    """Who is helped was hit by a disaster of the season's year, or by the one that the season follows (DIS-001)."""
    first, last = of.struck_on or date(of.year, 1, 1), min(today, date(of.year + 1, 6, 30))
    try:
        day = date.fromisoformat(lost_on)
    except ValueError:
        day = None
    if day is None or not first <= day <= last:
        raise Invalid(
            "relief.lost_on",
            _("受灾日期没有填写，或不在 %(first)s 至 %(last)s 之间。"),
            _("冬春救助只给当年受灾的户，请按实际受灾日期填写；不记得哪一天的填大致日期。"),
            field="lost_on",
            first=first.isoformat(),
            last=last.isoformat(),
        )


def sealed(survey: Survey, application: UUID) -> bytes:
    return vault.seal(*_PLACE, application, json.dumps(asdict(survey), ensure_ascii=False))


def found(row: Application) -> Survey:
    """What was surveyed of a household; for one whose survey is not written yet, what its ledger says of it."""
    if row.reason_sealed:
        return opened(row.id, row.reason_sealed)
    # Not by the relation itself: a village does not see the lines that were written down for its township.
    prefetch_related_objects([row], "need")
    if row.need is None:
        return Survey()
    return Survey(loss_type=row.need.loss_type, difficulty=row.need.difficulty, period=row.need.period)


def opened(application: UUID, kept: bytes | memoryview | None) -> Survey:
    """What was sealed with an application; empty for one from a ledger."""
    return Survey(**json.loads(vault.open_sealed(*_PLACE, application, bytes(kept)))) if kept else Survey()
