"""What of a decision a village has been paid: events that the duties of its plan are met by (DIS-028, DIS-029).

A decision covers a county and its plan may be a township's, so what was granted and what was paid is told village by
village: an event when the list stands, another once nothing of it is owed any more.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db.models import Count, F, Max, Sum

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.relief.events.paying import VillageGranted, VillagePaid
from nuandong.relief.models import Decision, Entitlement, PayoutLine
from nuandong.relief.steps import LineState

_LISTS: Final = UUID("6f0a4c1e-58f3-4f0b-9f5e-2d7d1b0c6a31")


def tell_granted(decision: Decision, *, by: Actor, now: datetime) -> None:
    """Tell every village's part of a decision that has just become final, and at once which of them owe no money."""
    rows = Entitlement.objects.filter(decision=decision).order_by()
    sums = sorted(rows.values_list("region").annotate(homes=Count("id"), fen=Sum("amount_fen")))
    journal.record_many(
        journal.Draft(
            payload=VillageGranted(season=decision.season_id, decision=decision.id, households=homes, total_fen=fen),
            by=by,
            now=now,
            region=village,
            subject=_list(decision.id, village),
        )
        for village, homes, fen in sums
    )
    moneyless = [village for village, _homes, fen in sums if fen == 0]
    tell_paid(by=by, now=now, decisions=[decision.id], villages=moneyless)


def tell_paid(*, by: Actor, now: datetime, decisions: Collection[UUID], villages: Collection[int]) -> None:
    """Tell which of these villages' lists are paid by now: nothing of them is owed, what was written off is not.

    A list is told once; money that comes back later and is paid again is no second payment of the list. It was paid
    when the bank paid its last line, whenever that was read.
    """
    here = {"decision__in": decisions, "region__in": villages, "ended_at": None}
    granted = Entitlement.objects.filter(**here).order_by().values_list("season", "decision", "region")
    owed = granted.annotate(homes=Count("id"), fen=Sum(F("amount_fen") - F("written_off_fen")))
    lines = PayoutLine.objects.filter(
        state=LineState.PAID, **{f"instalment__entitlement__{name}": value for name, value in here.items()}
    ).order_by()
    came = {
        (decision, village): (fen, at)
        for decision, village, fen, at in lines.values_list(
            "instalment__entitlement__decision", "instalment__entitlement__region"
        ).annotate(fen=Sum("amount_fen"), at=Max("answered_at"))
    }
    paid = {}
    for season, decision, village, homes, fen in owed:
        arrived, at = came.get((decision, village), (0, None))
        if arrived == fen:
            paid[_list(decision, village)] = (
                VillagePaid(season=season, decision=decision, households=homes, paid_fen=fen),
                village,
                at,
            )
    told = journal.history(subjects=list(paid), kinds=(VillagePaid.kind,), limit=len(paid)) if paid else []
    for event in told:
        del paid[event.subject]
    journal.record_many(
        journal.Draft(payload=payload, by=by, now=now, acted_at=min(at or now, now), region=village, subject=subject)
        for subject, (payload, village, at) in sorted(paid.items())
    )


def _list(decision: UUID, village: int) -> UUID:
    """The subject of a village's part of a decision."""
    return uuid5(_LISTS, f"{decision}|{village}")
