"""What other seasons of a year granted to the same households and people: ordinary relief beside the temporary."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from nuandong.machine.planner import whole_lists
from nuandong.relief.models import Decision, Payout, Season

SHOWN: Final = 50
_OF_DECISION: Final = "SELECT household_id AS home FROM relief_application WHERE decision_id = %(of)s"
_OF_PAYOUT: Final = (
    "SELECT DISTINCT household_id AS home FROM relief_payoutline WHERE payout_id = %(of)s AND state <> 'cancelled'"
)
_OF_HOMES: Final = "SELECT unnest(%(of)s::uuid[]) AS home"
_GRANTED: Final = """
WITH ours AS MATERIALIZED ({ours}), granted AS MATERIALIZED (
  SELECT e.id, e.season_id, e.household_id, e.amount_fen, e.claimed_fen, e.goods FROM relief_entitlement e
   WHERE e.season_id = ANY(%(seasons)s) AND e.ended_at IS NULL
), besides AS (
  SELECT o.home, g.id FROM ours o JOIN granted g ON g.household_id = o.home
   UNION
  SELECT o.home, c.entitlement_id FROM ours o
    JOIN people_membership m ON m.household_id = o.home AND m.until IS NULL
    JOIN relief_entitledperson c ON c.person_id = m.person_id AND c.season_id = ANY(%(seasons)s)
    JOIN granted g ON g.id = c.entitlement_id
)
SELECT b.home, g.season_id, g.household_id, g.amount_fen, g.claimed_fen, g.goods <> '{{}}'::jsonb,
       (SELECT count(DISTINCT home) FROM besides), count(*) OVER (), sum(g.amount_fen) OVER ()::bigint
  FROM besides b JOIN granted g ON g.id = b.id ORDER BY b.home, g.season_id, g.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Besides:
    """One grant of another season, in fen. `elsewhere`: to another household that somebody of ours is counted in."""

    household: UUID
    season: Season
    amount_fen: int
    claimed_fen: int
    goods: bool
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Helped:
    """How many of the households are helped besides, by how many grants, their sum in fen, and the first of them."""

    homes: int = 0
    count: int = 0
    fen: int = 0
    shown: list[Besides] = field(default_factory=list)


def of_decision(row: Decision) -> Helped:
    """Of the households on a list; two queries at most."""
    return _helped(row.season, _OF_DECISION, row.id)


def of_payout(row: Payout) -> Helped:
    """Of the households of a payout; two queries at most."""
    return _helped(row.season, _OF_PAYOUT, row.id)


def of_households(season: Season, households: Collection[UUID]) -> Helped:
    """Of some households; two queries at most."""
    return _helped(season, _OF_HOMES, list(households))


def _helped(season: Season, ours: str, of: Any) -> Helped:
    others = {
        one.id: one for one in Season.objects.filter(region=season.region, year=season.year).exclude(id=season.id)
    }
    if not others:
        return Helped()
    with whole_lists() as cursor:
        cursor.execute(_GRANTED.format(ours=ours), {"of": of, "seasons": list(others), "most": SHOWN})
        rows = cursor.fetchall()
    if not rows:
        return Helped()
    shown = [
        Besides(home, others[given], fen, claimed, goods, elsewhere=other != home)
        for home, given, other, fen, claimed, goods, *_sums in rows
    ]
    return Helped(rows[0][6], rows[0][7], rows[0][8], shown)
