"""Who at the county can be decided on, and what keeps the others."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.policy.sharing import PAID
from nuandong.relief import ceilings, freezes, groups, notices
from nuandong.relief.models import Application, Decision, Entitlement, Season
from nuandong.relief.policies_applying import SEE
from nuandong.relief.procedures import procedure_of
from nuandong.relief.selectors_funding import listed_of
from nuandong.relief.steps import ApplicationState

HELD_BY_AUDIT = _("审计冻结")
NO_AMOUNT = _("没有算出金额")
UNFUNDED = _("资金不足，在缺口名单中")
UNLISTED = _("不在执行中的资金分配里，等下一次分配")
NO_ROOM = _("分给本村的资金不够")


def at_county(season: Season, villages: Collection[int] = ()) -> QuerySet[Application]:
    """Everybody who waits for a list, in the order of villages."""
    rows = Application.objects.filter(season=season, state=ApplicationState.WITH_COUNTY, decision=None)
    return (rows.filter(region__in=villages) if villages else rows).order_by("region", "id")


def ready(season: Season, today: date, *, villages: Collection[int] = ()) -> tuple[list[UUID], dict[UUID, str]]:
    """The ids of those who can go on a list today, and of the others what keeps each, in words.

    While an allocation is in force, those go whom it pays in full (in part, where the procedure takes them), each
    village in the order of priority (those first whom a plan in force puts first) as far as its share goes.
    """
    waiting = at_county(season, villages).only(
        "id", "region", "season", "household", "priority", "amount_fen", "category", "facts"
    )
    rows = _of_season(waiting, season)
    kept = dict(notices.waiting(rows, today))
    held = freezes.held((one.region for one in rows), season.year)
    money = _Money(season)
    for one in rows:
        if one.amount_fen is None:
            kept.setdefault(one.id, NO_AMOUNT)
        elif one.region in held:
            kept.setdefault(one.id, HELD_BY_AUDIT)
    first = groups.ranks(rows, today) if money.rooms else {}
    for one in sorted(rows, key=lambda one: (one.region, *groups.standing(one, first.get(one.id)), one.id)):
        if one.id not in kept and (why := money.lacks(one)):
            kept[one.id] = why
    return [one.id for one in rows if one.id not in kept], kept


def _of_season(rows: QuerySet[Application], season: Season) -> list[Application]:
    """Applications of one season, which is not read again for each of them."""
    found = list(rows)
    for one in found:
        one.season = season
    return found


class _Money:
    """What the allocation in force leaves to grant in each village, told household by household."""

    def __init__(self, season: Season) -> None:
        self.partly = procedure_of(season).partly
        self.listed = listed_of(season)
        self.rooms = ceilings.rooms(season)
        waiting = ceilings.waiting_on_lists(season)
        self.left = {region: room.to_grant - waiting.get(region, 0) for region, room in self.rooms.items()}

    def lacks(self, one: Application) -> str:
        """Why the money does not reach one household, in words, else nothing and it is counted."""
        if not self.rooms:
            return ""
        fen = one.amount_fen or 0
        status, share = (self.listed or {}).get(one.id, (PAID, fen) if self.listed is None else ("", 0))
        if not status:
            return UNLISTED
        if not self.partly and (status != PAID or share < fen):
            return UNFUNDED
        left = self.left.get(one.region, 0)
        # Nobody behind is served before somebody in front.
        self.left[one.region] = left - fen
        return NO_ROOM if left < (1 if self.partly else fen) else ""


def check_nothing_open(decision: Decision, today: date) -> None:
    """Raise NotNow when a household of a list waits for a notice or an answer to an objection."""
    kept = notices.waiting(_of_season(decision.applications.only("id", "season", "decision"), decision.season), today)
    if kept:
        first = next(iter(kept.values()))
        raise NotNow(
            "relief.list_waits",
            _("名单里有 %(count)d 户的公示或异议没有办完（%(first)s）。"),
            _("请把它们移出名单，或等办完再送。"),
            count=len(kept),
            first=first,
        )


def entitlements(season: Season, *, by: Actor, after: tuple[int, UUID] | None = None, limit: int) -> list[Entitlement]:
    """What the households of a season were granted, by village, by keyset of (region, id). Raises Forbidden."""
    permissions.check(by, SEE)
    rows = Entitlement.objects.filter(season=season).select_related("application", "decision")
    if after is not None:
        rows = rows.filter(Q(region__gt=after[0]) | Q(region=after[0], id__gt=after[1]))
    return list(rows.order_by("region", "id")[:limit])


def decisions_of(season: Season) -> QuerySet[Decision]:
    return season.decisions.order_by("-number")
