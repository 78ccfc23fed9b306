"""Other money to the same people: by household, by anybody counted in it, by account. Shown before a release."""

from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

from nuandong.machine.planner import whole_lists
from nuandong.people.selectors.checking import decided_same
from nuandong.relief.models import Payout, PayoutLine
from nuandong.relief.steps import LIVE, LineState

Way = Literal["household", "person", "account", "ledger", "outside"]
_WAYS: Final[tuple[Way, ...]] = ("household", "person", "account", "ledger", "outside")
SHOWN: Final = 50
_FOUND: Final = """
WITH ours AS MATERIALIZED (
  SELECT l.id, l.serial, l.household_id, l.account_blind, i.entitlement_id
    FROM relief_payoutline l LEFT JOIN relief_instalment i ON i.id = l.instalment_id
   WHERE l.payout_id = %(payout)s AND l.state = ANY(%(live)s)
), people AS (
  SELECT o.id AS line, p.person_id FROM ours o JOIN relief_entitledperson p ON p.entitlement_id = o.entitlement_id
), known AS MATERIALIZED (
  SELECT line, person_id FROM people
   UNION
  SELECT p.line, s.other FROM people p
    JOIN unnest(%(same)s::uuid[], %(other)s::uuid[]) AS s(person, other) ON s.person = p.person_id
), paid AS (
  SELECT f.line, f.other, min(f.way) AS way FROM (
      SELECT o.id AS line, x.id AS other, 0 AS way
        FROM ours o JOIN relief_payoutline x ON x.household_id = o.household_id
       UNION ALL
      SELECT k.line, x.id, 1 FROM known k
        JOIN relief_entitledperson e ON e.person_id = k.person_id
        JOIN relief_instalment i ON i.entitlement_id = e.entitlement_id
        JOIN relief_payoutline x ON x.instalment_id = i.id
       UNION ALL
      SELECT o.id, x.id, 2 FROM ours o JOIN relief_payoutline x ON x.account_blind = o.account_blind
  ) f WHERE f.line <> f.other GROUP BY 1, 2
), every AS (
  SELECT p.line, p.way, p.other, x.amount_fen AS fen, '' AS said
    FROM paid p JOIN relief_payoutline x ON x.id = p.other AND x.state = ANY(%(live)s)
   UNION ALL
  SELECT o.id, 3, NULL, n.cash_fen, '' FROM ours o
    JOIN relief_need n ON n.household_id = o.household_id AND n.season = %(year)s AND n.ended_at IS NULL
                      AND n.cash_fen > 0
   UNION ALL
  SELECT k.line, 4, NULL, e.amount_fen, l.title FROM known k
    JOIN relief_outsideentry e ON e.person_id = k.person_id AND e.amount_fen IS NOT NULL
    JOIN relief_outsidelist l ON l.id = e.outside_id AND l.ended_at IS NULL AND l.season = %(year)s
)
SELECT e.line, e.way, e.other, e.fen, e.said, count(*) OVER (), sum(e.fen) OVER ()::bigint
  FROM every e JOIN ours o ON o.id = e.line ORDER BY o.serial, e.way, e.other, e.said, e.fen LIMIT %(most)s
"""
"""Each other payment once for each of our lines, by the nearest way; whatever the number of lines, one statement."""


@dataclass(frozen=True, slots=True)
class Other:
    """One other payment. `line` is ours, `amount` in fen; `payout` is the batch of the other.

    `said` is the programme, where it was not paid by this system.
    """

    line: PayoutLine
    way: Way
    amount: int
    payout: Payout | None
    state: LineState | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Others:
    """How many other payments there are, their sum in fen, and the first of them."""

    count: int = 0
    fen: int = 0
    shown: list[Other] = field(default_factory=list)


def other_payments(payout: Payout, *, most: int = SHOWN) -> Others:
    """Everything paid or under way to the same households, people and accounts, what the ledger says was paid, and what
    lists of other programmes say. Records decided to be of one person count as one. Five queries."""
    same = [(person, other) for person, several in decided_same().items() for other in sorted(several)]
    with whole_lists() as cursor:
        cursor.execute(
            _FOUND,
            {
                "payout": payout.id,
                "live": sorted(LIVE),
                "same": [person for person, _other in same],
                "other": [other for _person, other in same],
                "year": payout.season.year,
                "most": most,
            },
        )
        rows = cursor.fetchall()
    if not rows:
        return Others()
    lines = _lines({line for line, *_rest in rows} | {other for _line, _way, other, *_rest in rows if other})
    shown = []
    for line, way, other, fen, said, _count, _sum in rows:
        found = lines[other] if other else None
        state = LineState(found.state) if found else None
        shown.append(Other(lines[line], _WAYS[way], fen, found.payout if found else None, state, said))
    return Others(rows[0][5], rows[0][6], shown)


def _lines(identities: set[UUID]) -> dict[UUID, PayoutLine]:
    rows = PayoutLine.objects.filter(id__in=identities).select_related("payout__season")
    return {one.id: one for one in rows.defer("snapshot_sealed")}
