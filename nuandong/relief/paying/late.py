"""Money that is late: so many working days after the county decided, it should have arrived (DIS-028)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum

from nuandong.kernel.clock import local_date
from nuandong.plans.vocabulary import calendar
from nuandong.relief.models import Decision, Entitlement, PayoutLine, Season
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import DecisionState, LineState


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
    procedure, found = procedure_of(season), []
    for decision in Decision.objects.filter(season=season, state=DecisionState.DECIDED).order_by("number"):
        assert decision.decided_at is not None
        due = procedure.due(local_date(decision.decided_at), season.year, calendar())
        if due is None:
            continue
        granted = Entitlement.objects.filter(decision=decision, ended_at=None)
        total = granted.aggregate(fen=Sum(F("amount_fen") - F("written_off_fen")))["fen"] or 0
        paid = PayoutLine.objects.filter(state=LineState.PAID, instalment__entitlement__in=granted.values("id"))
        arrived = paid.aggregate(fen=Sum("amount_fen"))["fen"] or 0
        if total > arrived:
            homes = granted.annotate(
                came=Sum("instalments__attempts__amount_fen", filter=Q(instalments__attempts__state=LineState.PAID))
            )
            waiting = homes.filter(
                Q(came=None, amount_fen__gt=F("written_off_fen")) | Q(came__lt=F("amount_fen") - F("written_off_fen"))
            ).aggregate(n=Count("id"))["n"]
            found.append(Late(decision, due, (due - today).days, waiting, total - arrived))
    return sorted(found, key=lambda one: one.due)
