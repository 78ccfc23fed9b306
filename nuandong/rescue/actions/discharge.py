from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.org import permissions, separation
from nuandong.rescue import times
from nuandong.rescue.bed_uses import release
from nuandong.rescue.events.stay import PersonLeft
from nuandong.rescue.keeping import give_back
from nuandong.rescue.kin_holding import withdraw_live_notice
from nuandong.rescue.kinds_stay import Decision, Voucher
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import ExitRecord, LeaveRequest, Stay
from nuandong.rescue.policies.leaving import Going, check_cash, check_leave
from nuandong.rescue.policies.voucher import check_voucher
from nuandong.rescue.reference_station import exits
from nuandong.rescue.sealing import seal
from nuandong.rescue.states.stay import StayState

DISCHARGE: Final = "rescue.stay.discharge"
_KEPT_FOR_HEIRS: Final = frozenset({"walked_out", "died"})
"""Nobody is there to take the belongings: they stay in keeping until `return_belongings`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """How somebody goes. `exit` and `reason` are codes of library/rescue/exits.yaml; amounts in fen.

    `receiver` names who takes the person over and by what right; `voucher_from` and `voucher_to` are stations of the
    journey; photos of the signed statement, of the hand-over sheet and of the receipt for cash. `witness` stands for a
    statement nobody signed, `sheet_reason` for a sheet there is not.
    """

    exit: str
    reason: str = ""
    note: str = ""
    receiver: str = ""
    statement_photo: UUID | None = None
    witness: str = ""
    handover_sheet: UUID | None = None
    sheet_reason: str = ""
    voucher: str = Voucher.NONE
    voucher_from: str = ""
    voucher_to: str = ""
    voucher_fen: int = 0
    cash_fen: int = 0
    cash_receipt: UUID | None = None
    belongings_to: str = ""


@transaction.atomic
def discharge(*, by: Actor, now: datetime, stay: UUID, leaving: Leaving, acted_at: datetime | None = None) -> Stay:
    """End a stay. An able person of the age of the rule leaves on request at once; others to somebody who takes them
    over, or by the duty leader's signed decision (`request_leave`, `decide_leave`).

    Frees the bed, gives the belongings back, takes the kin notice off the page where the search ends. Raises Forbidden
    (also for whoever signed the decision), OutOfScope, NotFound, NotNow, Invalid.
    Source: product C.5, facts 2.2 rows 14 to 22 and 2.4, 国务院令第381号.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, DISCHARGE, region=row.region)
    approved = _decision(row, leaving.exit)
    check_leave(
        Going(
            exit=leaving.exit,
            state=row.state,
            age=row.age,
            flags=tuple(row.flags),
            approved=approved is not None,
            receiver=leaving.receiver.strip(),
            reason=leaving.reason,
            in_hospital=row.hospital_cases.filter(discharged_at=None).exists(),
            statement=leaving.statement_photo is not None,
            witness=leaving.witness.strip(),
            sheet=leaving.handover_sheet is not None,
            sheet_reason=leaving.sheet_reason.strip(),
        )
    )
    at = times.told(acted_at, now, after=row.absent_since or row.entered_at or row.arrived_at)
    separation.note_act(by=by, case=row.id, act=DISCHARGE, now=now)
    _record(row, leaving, approved, by=by, now=now, at=at)
    release(row, by=by, now=now, at=at)
    if leaving.exit not in _KEPT_FOR_HEIRS:
        give_back(row, by=by, now=now, at=at, to=leaving.belongings_to)
    Stay.objects.filter(id=row.id).update(state=StayState.LEFT, exit=leaving.exit, left_at=at, absent_since=None)
    if not exits()[leaving.exit].search:
        withdraw_live_notice(row, by=by, now=now)
    told = {key: getattr(leaving, key) for key in ("note", "receiver", "witness", "sheet_reason")}
    words = {key: text for key, text in told.items() if text}
    payload = PersonLeft(
        exit=leaving.exit,
        reason=leaving.reason,
        days=0 if row.entered_at is None else (local_date(at) - local_date(row.entered_at)).days + 1,
        voucher=leaving.voucher,
        cash_fen=leaving.cash_fen,
        by_decision=approved is not None,
    )
    journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.id, text=words or None)
    return stay_of(row.id)


def _decision(row: Stay, exit_kind: str) -> LeaveRequest | None:
    """The approval of this way of leaving; an older one does not outlive a later refusal."""
    last = (
        LeaveRequest.objects.filter(stay=row, exit=exit_kind).exclude(decision="").order_by("decided_at", "id").last()
    )
    return last if last is not None and last.decision == Decision.APPROVED else None


def _record(
    row: Stay, leaving: Leaving, approved: LeaveRequest | None, *, by: Actor, now: datetime, at: datetime
) -> None:
    check_cash(leaving.cash_fen, receipt=leaving.cash_receipt is not None)
    check_voucher(leaving.voucher, to=leaving.voucher_to, fen=leaving.voucher_fen)
    identity = new_id(now)
    ExitRecord.objects.create(
        id=identity,
        region=row.region,
        stay=row,
        kind=leaving.exit,
        at=at,
        reason=leaving.reason,
        reason_sealed=seal(ExitRecord, "reason_sealed", identity, leaving.note),
        receiver_sealed=seal(ExitRecord, "receiver_sealed", identity, leaving.receiver, limit=200),
        witness_sealed=seal(ExitRecord, "witness_sealed", identity, leaving.witness, limit=200),
        sheet_reason_sealed=seal(ExitRecord, "sheet_reason_sealed", identity, leaving.sheet_reason, limit=200),
        request=approved,
        statement_photo=leaving.statement_photo,
        handover_sheet=leaving.handover_sheet,
        voucher=leaving.voucher,
        voucher_from=clean_line(leaving.voucher_from, 60, field="voucher_from"),
        voucher_to=clean_line(leaving.voucher_to, 60, field="voucher_to"),
        voucher_fen=leaving.voucher_fen,
        cash_fen=leaving.cash_fen,
        cash_receipt=leaving.cash_receipt,
        recorded_by=by.staff,
        recorded_at=now,
    )
