"""Decided shares bind: what a village may be granted and paid while an allocation is in force (DIS-015)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from django.db import connection
from django.db.models import F, QuerySet, Sum

from nuandong.kernel.errors import NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.money import format_yuan
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import Allocation, Application, Ceiling, Entitlement, Instalment, Season, Share
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import DecisionState

What = Literal["granted", "claimed"]
_COUNT: Final[Mapping[What, str]] = {
    "granted": "UPDATE relief_ceiling AS c SET granted_fen = c.granted_fen + v.fen "
    "FROM unnest(%s::bigint[], %s::bigint[]) AS v(region, fen) WHERE c.season_id = %s AND c.region = v.region "
    "AND (c.partly OR v.fen < 0 OR c.granted_fen + v.fen <= c.share_fen)",
    "claimed": "UPDATE relief_ceiling AS c SET claimed_fen = c.claimed_fen + v.fen "
    "FROM unnest(%s::bigint[], %s::bigint[]) AS v(region, fen) WHERE c.season_id = %s AND c.region = v.region "
    "AND (v.fen < 0 OR c.claimed_fen + v.fen <= c.share_fen)",
}
_ON_LISTS: Final = (DecisionState.DRAFT, DecisionState.SENT)


@dataclass(frozen=True, slots=True)
class Room:
    """One village, in fen: its share, what is granted of it, claimed by payouts, and `asked` by what is looked at."""

    region: int
    share: int
    granted: int
    claimed: int
    asked: int = 0

    @property
    def to_grant(self) -> int:
        return self.share - self.granted

    @property
    def to_pay(self) -> int:
        return self.share - self.claimed


def take(season: Season, what: What, amounts: Iterable[tuple[int, int]]) -> None:
    """Count (village, fen) as granted or claimed, all or nothing; the condition is part of the statement.

    Negative sums give back. Raises NotNow naming the first village whose share is too small.
    """
    lock(season)
    sums = _summed(amounts)
    if not sums or _add(season, what, sums) == len(sums):
        return
    if all(fen <= 0 for fen in sums.values()) or not Ceiling.objects.filter(season=season).exists():
        # Granted before there was an allocation, or none is in force: nothing binds.
        return
    found = rooms(season, sums).values()
    check_enough([room for room in found if room.asked > (room.to_grant if what == "granted" else room.to_pay)], what)


def check_enough(short: Sequence[Room], what: What = "granted") -> None:
    """Raise NotNow naming the first of the villages whose share is too small."""
    if not short:
        return
    first = short[0]
    raise NotNow(
        "relief.beyond_share",
        _("分给 %(region)d 的资金还剩 %(left)s 元，这里要 %(asked)s 元；共有 %(count)d 个村不够。"),
        _("请减少这些村的户，或先审定新的资金分配。"),
        region=first.region,
        left=format_yuan(max(first.to_grant if what == "granted" else first.to_pay, 0)),
        asked=format_yuan(first.asked),
        count=len(short),
    )


def lock(season: Season) -> None:
    """Whoever grants, plans or decides an allocation of a season waits here for the others."""
    Season.objects.select_for_update(no_key=True).get(id=season.id)


def rooms(season: Season, asked: Mapping[int, int] | None = None) -> dict[int, Room]:
    """Village → its room: of every village with a share, or of those `asked` for (village → fen), in their order."""
    rows = Ceiling.objects.filter(season=season)
    found = {
        row.region: Room(row.region, row.share_fen, row.granted_fen, row.claimed_fen, (asked or {}).get(row.region, 0))
        for row in (rows if asked is None else rows.filter(region__in=list(asked)))
    }
    if asked is not None and rows.exists():
        for region, fen in asked.items():
            found.setdefault(region, Room(region, 0, 0, 0, fen))
    return dict(sorted(found.items()))


def waiting_on_lists(season: Season) -> dict[int, int]:
    """Village → fen on lists that are drafted or sent and not granted yet."""
    rows = Application.objects.filter(season=season, decision__state__in=_ON_LISTS).order_by().values_list("region")
    return dict(rows.annotate(fen=Sum("amount_fen")).values_list("region", "fen"))


def put_in_force(allocation: Allocation, now: datetime) -> None:
    """The shares of villages in place of those before. Raises NotNow where more is granted or paid already."""
    season = allocation.season
    granted = _by_village(
        Entitlement.objects.filter(season=season, ended_at=None), F("amount_fen") - F("written_off_fen")
    )
    claimed = _by_village(Instalment.objects.filter(entitlement__season=season))
    shares = dict(Share.objects.filter(allocation=allocation, level="village").values_list("region", "share_fen"))
    partly = procedure_of(season).partly
    _check_covers(shares, claimed if partly else granted)
    Ceiling.objects.filter(season=season).delete()
    Ceiling.objects.bulk_create(
        [
            Ceiling(
                id=new_id(now),
                region=region,
                season=season,
                share_fen=fen,
                granted_fen=granted.get(region, 0),
                claimed_fen=claimed.get(region, 0),
                partly=partly,
            )
            for region, fen in sorted(shares.items())
        ],
        batch_size=1000,
    )


def _check_covers(shares: Mapping[int, int], bound: Mapping[int, int]) -> None:
    short = sorted(region for region, fen in bound.items() if fen > shares.get(region, 0))
    if short:
        raise NotNow(
            "relief.share_below_granted",
            _("%(region)d 已经审定或发放 %(granted)s 元，这份分配只给 %(share)s 元；共有 %(count)d 个村这样。"),
            _("请重新编制：这些村至少要分到已审定的数额。"),
            region=short[0],
            granted=format_yuan(bound[short[0]]),
            share=format_yuan(shares.get(short[0], 0)),
            count=len(short),
        )


def _summed(amounts: Iterable[tuple[int, int]]) -> dict[int, int]:
    sums: Counter[int] = Counter()
    for region, fen in amounts:
        sums[region] += fen
    return {region: fen for region, fen in sorted(sums.items()) if fen}


def _add(season: Season, what: What, sums: Mapping[int, int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT[what], [list(sums), list(sums.values()), season.id])
        return int(cursor.rowcount)


def _by_village(rows: QuerySet[Entitlement] | QuerySet[Instalment], fen: Any = "amount_fen") -> dict[int, int]:
    summed: QuerySet[Any] = rows.order_by()
    return dict(summed.values_list("region").annotate(fen=Sum(fen)))
