"""Whether the notices of a step have hung long enough for each household, and what is still open about it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import Application, NoticeLine, Objection, Season
from nuandong.relief.procedures import After, NoticeRule, procedure_of
from nuandong.relief.steps import NoticeState, ObjectionState

NOT_POSTED: Final = _("公示还没有张贴")
HANGING: Final = _("公示没有满期")
OBJECTED: Final = _("有异议没有答复")
BEFORE_COUNTY: Final[tuple[After, ...]] = ("assess", "review")


def rules_of(season: Season, steps: Collection[After]) -> list[NoticeRule]:
    """The notices that follow some steps in a season, in their order."""
    return [rule for rule in procedure_of(season).notices if rule.after in steps]


def waiting(
    applications: Sequence[Application], today: date, *, steps: Collection[After] = BEFORE_COUNTY
) -> dict[UUID, str]:
    """What keeps each household that cannot go on, in words; two queries for any number of one season.

    A notice is over for a household on the day after its own last day; an open objection holds it whatever the days.
    """
    if not applications:
        return {}
    ids = [one.id for one in applications]
    wanted = {rule.code for rule in rules_of(applications[0].season, steps)}
    over: dict[UUID, set[str]] = {}
    hanging: set[UUID] = set()
    lines = NoticeLine.objects.filter(application__in=ids, removed_at=None).exclude(notice__state=NoticeState.DROPPED)
    for application, code, ends_on in lines.values_list("application", "notice__code", "ends_on"):
        if ends_on is not None and ends_on < today:
            over.setdefault(application, set()).add(code)
        elif ends_on is not None:
            hanging.add(application)
    held = set(
        Objection.objects.filter(application__in=ids, state=ObjectionState.OPEN).values_list("application", flat=True)
    )
    found = {}
    for one in applications:
        if one.id in held:
            found[one.id] = OBJECTED
        elif not wanted <= over.get(one.id, set()):
            found[one.id] = HANGING if one.id in hanging else NOT_POSTED
    return found
