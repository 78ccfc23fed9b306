"""Whether the notices of a step have hung long enough for each household, and what is still open about it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count

from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.planner import among
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
    """What keeps each household that cannot go on, in words; three queries at most for any number of one season.

    A notice is over for a household on the day after its own last day; an open objection holds it whatever the days.
    """
    if not applications:
        return {}
    ids = [one.id for one in applications]
    wanted = {rule.code for rule in rules_of(applications[0].season, steps)}
    lines = NoticeLine.objects.filter(removed_at=None).exclude(notice__state=NoticeState.DROPPED).order_by()
    over = lines.filter(among("application", ids), ends_on__lt=today, notice__code__in=wanted).values("application")
    whole = over.annotate(codes=Count("notice__code", distinct=True)).filter(codes=len(wanted))
    done = set(whole.values_list("application", flat=True)) if wanted else set(ids)
    left = [identity for identity in ids if identity not in done]
    posted = lines.filter(among("application", left), ends_on__gte=today)
    hanging = set(posted.values_list("application", flat=True)) if left else set()
    open_ones = Objection.objects.filter(among("application", ids), state=ObjectionState.OPEN)
    held = set(open_ones.values_list("application", flat=True))
    found = {}
    for identity in ids:
        if identity in held:
            found[identity] = OBJECTED
        elif identity not in done:
            found[identity] = HANGING if identity in hanging else NOT_POSTED
    return found
