"""Who at the county can be decided on, and what keeps the others."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief import freezes, notices
from nuandong.relief.models import Application, Decision, Season
from nuandong.relief.selectors_funding import unfunded_of
from nuandong.relief.steps import ApplicationState

HELD_BY_AUDIT = _("审计冻结")
NO_AMOUNT = _("没有算出金额")
UNFUNDED = _("资金不足，在缺口名单中")


def at_county(season: Season, villages: Collection[int] = ()) -> QuerySet[Application]:
    """Everybody who waits for a list, in the order of villages."""
    rows = Application.objects.filter(season=season, state=ApplicationState.WITH_COUNTY, decision=None)
    return (rows.filter(region__in=villages) if villages else rows).order_by("region", "id")


def ready(season: Season, today: date, *, villages: Collection[int] = ()) -> tuple[list[UUID], dict[UUID, str]]:
    """The ids of those who can go on a list today, and of the others what keeps each, in words."""
    rows = list(at_county(season, villages).select_related("season"))
    kept = dict(notices.waiting(rows, today))
    held = freezes.held((one.region for one in rows), season.year)
    unfunded = set(unfunded_of(season))
    for one in rows:
        if one.amount_fen is None:
            kept.setdefault(one.id, NO_AMOUNT)
        elif one.region in held:
            kept.setdefault(one.id, HELD_BY_AUDIT)
        elif one.id in unfunded:
            kept.setdefault(one.id, UNFUNDED)
    return [one.id for one in rows if one.id not in kept], kept


def check_nothing_open(applications: QuerySet[Application], today: date) -> None:
    """Raise NotNow when one of them waits for a notice or an answer to an objection."""
    kept = notices.waiting(list(applications.select_related("season")), today)
    if kept:
        first = next(iter(kept.values()))
        raise NotNow(
            "relief.list_waits",
            _("名单里有 %(count)d 户的公示或异议没有办完（%(first)s）。"),
            _("请把它们移出名单，或等办完再送。"),
            count=len(kept),
            first=first,
        )


def decisions_of(season: Season) -> QuerySet[Decision]:
    return season.decisions.order_by("-number")
