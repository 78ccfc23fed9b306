"""Queries about funds, tranches and payouts. Sums in fen."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce, TruncDate

from nuandong.geo.codes import Level, at_level
from nuandong.journal import api as journal
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import DomainError
from nuandong.machine.planner import among
from nuandong.relief.auditing.deciding import frozen_at
from nuandong.relief.integrity.looking import Look, Suspect
from nuandong.relief.integrity.money import seasons
from nuandong.relief.models import (
    Application,
    Decision,
    Entitlement,
    Funds,
    Instalment,
    MoneyReturn,
    Objection,
    Payout,
    PayoutLine,
    Share,
    Tranche,
    WriteOff,
)
from nuandong.relief.paying import snapshots
from nuandong.relief.policies_payout import check_remark
from nuandong.relief.procedures import procedure_of
from nuandong.relief.selectors_funding import allocation_in_force
from nuandong.relief.steps import LIVE, ApplicationState, DecisionState, LineState, PayoutState

_LIVE: Final = sorted(LIVE)
_UNDECIDED: Final = sorted(set(ApplicationState) - {ApplicationState.DECIDED})
_WITH_BANK: Final = [LineState.SENT, LineState.UNKNOWN, LineState.PAID]
_ARRIVED: Final = [LineState.PAID, LineState.RETURNED]
_RELEASED: Final = [PayoutState.RELEASED, PayoutState.SETTLED]


def _granted(look: Look) -> Any:
    return Entitlement.objects.filter(look.here, season__year=look.season).order_by()


def _lines(look: Look) -> Any:
    return PayoutLine.objects.filter(look.here, payout__season__year=look.season).order_by()


def _payouts(look: Look) -> Any:
    return Payout.objects.filter(look.here, season__year=look.season).order_by("season", "number")


def tranche_unfunded(look: Look) -> Iterator[Suspect]:
    rows = Tranche.objects.filter(look.here, season__year=look.season).annotate(
        day=TruncDate("opened_at", tzinfo=SHANGHAI)
    )
    for row in rows.filter(
        ~(Q(funds__season=F("season")) | Q(funds__season=F("season__follows"))) | Q(funds__received_on__gt=F("day"))
    ):
        yield Suspect(row.region, "tranche", row.id, {"number": row.number})


def _funds(look: Look) -> Any:
    planned = Coalesce(Sum("tranches__instalments__amount_fen"), 0)
    return Funds.objects.filter(look.here, season__year=look.season).annotate(planned_fen=planned)


def beyond_funds(look: Look) -> Iterator[Suspect]:
    for row in _funds(look).filter(planned_fen__gt=F("amount_fen")):
        facts = {"number": row.number, "amount_fen": row.amount_fen, "claimed_fen": row.planned_fen}
        yield Suspect(row.region, "funds", row.id, facts)


def funds_differ(look: Look) -> Iterator[Suspect]:
    for row in _funds(look).exclude(planned_fen=F("claimed_fen")):
        facts = {"number": row.number, "claimed_fen": row.claimed_fen, "planned_fen": row.planned_fen}
        yield Suspect(row.region, "funds", row.id, facts)


def outside_budget(look: Look) -> Iterator[Suspect]:
    """Villages with more money planned than the allocation in force gives them; one sum for each season."""
    for season in seasons(look):
        allocation = allocation_in_force(season)
        if allocation is None:
            continue
        shares = dict(Share.objects.filter(allocation=allocation, level="village").values_list("region", "share_fen"))
        rows = Instalment.objects.filter(look.here, entitlement__season=season).order_by().values_list("region")
        for region, fen in rows.annotate(fen=Sum("amount_fen")).order_by("region"):
            share = shares.get(at_level(region, Level.VILLAGE), 0)
            if fen > share:
                yield Suspect(region, "region", region, {"share_fen": share, "planned_fen": fen})


def overpaid(look: Look) -> Iterator[Suspect]:
    arrived = Q(instalments__attempts__state=LineState.PAID)
    rows = _granted(look).annotate(paid=Sum("instalments__attempts__amount_fen", filter=arrived))
    for row in rows.filter(paid__gt=F("amount_fen")):
        facts = {"amount_fen": row.amount_fen, "paid_fen": row.paid}
        yield Suspect(row.region, "application", row.application_id, facts)


def claims_differ(look: Look) -> Iterator[Suspect]:
    rows = _granted(look).annotate(planned=Coalesce(Sum("instalments__amount_fen"), 0))
    for row in rows.exclude(planned=F("claimed_fen")):
        facts = {"claimed_fen": row.claimed_fen, "planned_fen": row.planned}
        yield Suspect(row.region, "application", row.application_id, facts)


def line_differs(look: Look) -> Iterator[Suspect]:
    rows = _lines(look).filter(state__in=_LIVE).exclude(amount_fen=F("instalment__amount_fen"))
    for row in rows.select_related("instalment"):
        facts = {"amount_fen": row.amount_fen, "planned_fen": row.instalment.amount_fen}
        yield Suspect(row.region, "line", row.id, facts)


def paid_twice(look: Look) -> Iterator[Suspect]:
    rows = Instalment.objects.filter(look.here, entitlement__season__year=look.season)
    live = Count("attempts", filter=Q(attempts__state__in=_LIVE))
    for row in rows.annotate(lines=live).filter(lines__gt=1).select_related("entitlement"):
        yield Suspect(row.region, "application", row.entitlement.application_id, {"lines": row.lines})


def return_unproved(look: Look) -> Iterator[Suspect]:
    """Money taken for returned without two officers and the bank's paper, or confirmed and still counted as paid."""
    proof = MoneyReturn.objects.filter(line=OuterRef("pk"), amount_fen=OuterRef("amount_fen"), dropped_at=None)
    confirmed = Exists(proof.filter(confirmed_at__isnull=False))
    back = [LineState.RETURNED, LineState.GIVEN_UP]
    odd = Q(~confirmed, state=LineState.RETURNED) | (~Q(state__in=back) & Q(confirmed))
    for row in _lines(look).filter(odd).only("id", "region", "serial", "amount_fen"):
        yield Suspect(row.region, "line", row.id, {"serial": row.serial, "amount_fen": row.amount_fen})


def write_off_unproved(look: Look) -> Iterator[Suspect]:
    """Written off without two officers and a paper, or confirmed and the line or the entitlement says otherwise."""
    proof = WriteOff.objects.filter(line=OuterRef("pk"), amount_fen=OuterRef("amount_fen"), dropped_at=None)
    confirmed = Exists(proof.filter(confirmed_at__isnull=False))
    odd = Q(~confirmed, state=LineState.GIVEN_UP) | (~Q(state=LineState.GIVEN_UP) & Q(confirmed))
    for line in _lines(look).filter(odd).only("id", "region", "serial", "amount_fen"):
        yield Suspect(line.region, "line", line.id, {"serial": line.serial, "amount_fen": line.amount_fen})
    told = WriteOff.objects.filter(look.here, confirmed_at__isnull=False, undone_at=None)
    sums = told.values_list("line__instalment__entitlement").annotate(fen=Sum("amount_fen")).order_by()
    known = dict(sums.filter(line__payout__season__year=look.season))
    rows = _granted(look).filter(Q(written_off_fen__gt=0) | Q(id__in=list(known)))
    for row in rows:
        if row.written_off_fen != known.get(row.id, 0):
            facts = {"serial": 0, "amount_fen": row.written_off_fen}
            yield Suspect(row.region, "application", row.application_id, facts)


def undecided_paid(look: Look) -> Iterator[Suspect]:
    """Lines with the bank whose grant does not stand. From the few grants that do not stand to their lines: the clock
    asks every minute, and what was paid as decided is not touched. Three queries, a fourth where there are any."""
    granted = Entitlement.objects.filter(season__year=look.season).order_by()
    open_lists = Decision.objects.filter(season__year=look.season).exclude(state=DecisionState.DECIDED)
    # Named one by one, they lie in an index; what is not equal does not.
    undecided = Application.objects.filter(season__year=look.season, state__in=_UNDECIDED)
    odd = {
        identity
        for rows in (
            granted.filter(ended_at__isnull=False),
            granted.filter(decision__in=open_lists.values("id")),
            granted.filter(application__in=undecided.values("id")),
        )
        for identity in rows.values_list("id", flat=True)
    }
    lines = _lines(look).filter(among("instalment__entitlement", odd), state__in=_WITH_BANK)
    for row in lines.only("id", "region", "serial", "amount_fen") if odd else ():
        yield Suspect(row.region, "line", row.id, {"serial": row.serial, "amount_fen": row.amount_fen})


def paid_objected(look: Look) -> Iterator[Suspect]:
    """An objection was open when the money was released (DIS-025)."""
    held = Objection.objects.filter(
        Q(answered_at=None) | Q(answered_at__gt=OuterRef("payout__released_at")),
        filed_at__lt=OuterRef("payout__released_at"),
        application=OuterRef("instalment__entitlement__application"),
    )
    for row in _lines(look).filter(Exists(held), state__in=_WITH_BANK).only("id", "region", "amount_fen"):
        yield Suspect(row.region, "line", row.id, {"amount_fen": row.amount_fen})


def released_frozen(look: Look) -> Iterator[Suspect]:
    rows = _payouts(look).filter(state__in=_RELEASED)
    for row in {row.id: row for row in frozen_at(look, rows, "released_at", "lines__region")}.values():
        yield Suspect(row.region, "payout", row.id, {"number": row.number})


def same_hands(look: Look) -> Iterator[Suspect]:
    alike = Q(checked_by=F("planned_by")) | Q(released_by=F("planned_by")) | Q(released_by=F("checked_by"))
    for row in _payouts(look).filter(alike):
        yield Suspect(row.region, "payout", row.id, {"number": row.number})


def snapshot_tampered(look: Look) -> Iterator[Suspect]:
    """Every snapshot opened and hashed anew: some 100 µs each, a minute and a half for a million."""
    rows = _lines(look).filter(snapshot_sealed__isnull=False).annotate(number=F("payout__number"))
    for row in rows.iterator(chunk_size=2000):
        try:
            told = snapshots.opened(row)["payment"]
            same = told["amount"] == row.amount_fen and told["serial"] == row.serial
        except (DomainError, ValueError):
            same = False
        if not same:
            yield Suspect(row.region, "line", row.id, {"number": row.number, "serial": row.serial})


def list_tampered(look: Look) -> Iterator[Suspect]:
    """The list of every payout hashed anew from the hashes of its lines, and added up."""
    for row in _payouts(look).filter(state__in=_RELEASED):
        lines = row.lines.exclude(state=LineState.CANCELLED).order_by("serial")
        told = list(lines.values_list("snapshot_hash", "amount_fen"))
        same = snapshots.list_hash(one for one, _fen in told) == row.list_hash
        if not same or len(told) != row.lines_count or sum(fen for _one, fen in told) != row.total_fen:
            yield Suspect(row.region, "payout", row.id, {"number": row.number})


def remark_wrong(look: Look) -> Iterator[Suspect]:
    for row in _payouts(look).exclude(state=PayoutState.CANCELLED).select_related("season"):
        try:
            check_remark(procedure_of(row.season).remark, row.remark)
        except DomainError:
            yield Suspect(row.region, "payout", row.id, {"number": row.number, "remark": row.remark})


def event_missing(look: Look) -> Iterator[Suspect]:
    """Money that arrived and that the journal does not tell of; two queries and the events of each payout."""
    # What came back and was written off had arrived, as the journal says.
    came = Exists(MoneyReturn.objects.filter(line=OuterRef("lines"), confirmed_at__isnull=False))
    told_paid = Q(lines__state__in=_ARRIVED) | (Q(lines__state=LineState.GIVEN_UP) & Q(came))
    arrived = Coalesce(Sum("lines__amount_fen", filter=told_paid), 0)
    kinds = ["relief.payout_released", "relief.payout_result_recorded"]
    for row in _payouts(look).filter(state__in=_RELEASED).annotate(arrived=arrived):
        events = journal.history(subject=row.id, kinds=kinds, limit=1000)
        released = [one for one in events if one.kind == kinds[0] and one.payload["list_hash"] == row.list_hash]
        told = sum(one.payload["paid_fen"] for one in events if one.kind == kinds[1])
        if not released or told != row.arrived:
            facts = {"number": row.number, "paid_fen": row.arrived, "told_fen": told if released else 0}
            yield Suspect(row.region, "payout", row.id, facts)
