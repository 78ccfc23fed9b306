"""Money that is late: so many working days after the county decided, it should have arrived (DIS-028)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from nuandong.kernel.clock import local_date
from nuandong.plans.vocabulary import calendar
from nuandong.relief.models import Decision, Entitlement, PayoutLine, Season
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import DecisionState, LineState

UNCLAIMED: Final = Q(ended_at=None, claimed_fen__lt=F("amount_fen") - F("written_off_fen"))
"""Granted and not planned in full; the condition of an index."""
_ON_THE_WAY: Final = sorted(set(LineState) - {LineState.PAID, LineState.GIVEN_UP, LineState.CANCELLED})
_OWED: Final = """
WITH begun AS (
  SELECT DISTINCT l.instalment_id AS id FROM relief_payout p JOIN relief_payoutline l ON l.payout_id = p.id
  WHERE p.season_id = %(season)s AND l.state = ANY(%(on_the_way)s)
), owed AS (
  SELECT e.decision_id, e.id, i.amount_fen AS fen FROM begun JOIN relief_instalment i ON i.id = begun.id
  JOIN relief_entitlement e ON e.id = i.entitlement_id
  WHERE i.amount_fen > 0 AND e.ended_at IS NULL
    AND NOT EXISTS (SELECT FROM relief_payoutline came WHERE came.instalment_id = i.id AND came.state = 'paid')
  UNION ALL
  SELECT e.decision_id, e.id, e.amount_fen - e.written_off_fen - e.claimed_fen FROM relief_entitlement e
  WHERE e.season_id = %(season)s AND e.ended_at IS NULL AND e.claimed_fen < (e.amount_fen - e.written_off_fen)
)
SELECT decision_id, count(DISTINCT id), sum(fen) FROM owed GROUP BY decision_id
"""
"""By decision: households and fen granted that have not arrived, planned or not. What was written off is not owed."""


@dataclass(frozen=True, slots=True)
class Late:
    """One decision and what of it has not arrived. Money in fen; `left` days are negative once it is late."""

    decision: Decision
    due: date
    left: int
    homes: int
    unpaid_fen: int

    @property
    def late(self) -> bool:
        return self.left < 0


def due_money(season: Season, today: date) -> list[Late]:
    """Decisions whose money has not all arrived, the most urgent first. None where the procedure sets no time."""
    found, owed = [], _owed(season)
    for decision in Decision.objects.filter(season=season, state=DecisionState.DECIDED, id__in=list(owed)):
        if (due := _due(season, decision)) is not None:
            homes, fen = owed[decision.id]
            found.append(Late(decision, due, (due - today).days, homes, fen))
    return sorted(found, key=lambda one: (one.due, one.decision.number))


def first_due(season: Season, waiting: list[Decision]) -> date | None:
    """The last day for the most urgent money, of what `outstanding` gave."""
    return _due(season, waiting[0]) if waiting else None


def outstanding(season: Season) -> "QuerySet[Decision]":
    """Decisions whose money has not all arrived, the earliest first; finds the first without adding up."""
    mine = {"decision": OuterRef("pk"), "season": season}
    came = PayoutLine.objects.filter(instalment=OuterRef("instalment"), state=LineState.PAID)
    begun = PayoutLine.objects.filter(
        ~Exists(came),
        payout__season=season,
        state__in=_ON_THE_WAY,
        instalment__amount_fen__gt=0,
        instalment__entitlement__decision=OuterRef("pk"),
        instalment__entitlement__ended_at=None,
    )
    decided = Decision.objects.filter(season=season, state=DecisionState.DECIDED, decided_at__isnull=False)
    return decided.filter(Exists(Entitlement.objects.filter(UNCLAIMED, **mine)) | Exists(begun)).order_by("decided_at")


def _owed(season: Season) -> dict[UUID, tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_OWED, {"season": season.id, "on_the_way": _ON_THE_WAY})
        return {decision: (homes, int(fen)) for decision, homes, fen in cursor.fetchall()}


def _due(season: Season, decision: Decision) -> date | None:
    assert decision.decided_at is not None
    return procedure_of(season).due(local_date(decision.decided_at), season.year, calendar())
