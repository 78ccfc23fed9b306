from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions, separation
from nuandong.rescue.events.encounter import HospitalBillSettled
from nuandong.rescue.lookups_station import hospital_case_of
from nuandong.rescue.models import HospitalCase
from nuandong.rescue.policies.hospital import SETTLE, Bill, check_bill


@transaction.atomic
def settle_hospital_bill(
    *, by: Actor, now: datetime, case: UUID, bill_fen: int, paid_fen: int, payer: str = ""
) -> HospitalCase:
    """Close the money of a hospital case: the whole bill and what the rescue budget pays of it, both in fen.

    The budget pays only for somebody found eligible in hospital. Raises Forbidden (also for whoever found him so),
    OutOfScope, NotFound, NotNow (not discharged, not verified, settled before), Invalid. Source: RES-021.
    """
    row = hospital_case_of(case, lock=True)
    permissions.check(by, "rescue.stay.register", region=row.region)
    chosen = payer or row.payer
    check_bill(
        Bill(
            bill_fen=bill_fen,
            paid_fen=paid_fen,
            payer=chosen,
            eligible=row.eligible,
            discharged=row.discharged_at is not None,
            settled=row.settled_at is not None,
        )
    )
    separation.note_act(by=by, case=row.id, act=SETTLE, now=now)
    HospitalCase.objects.filter(id=row.id).update(
        bill_fen=bill_fen, paid_fen=paid_fen, payer=chosen, settled_at=now, settled_by=by.staff
    )
    payload = HospitalBillSettled(bill_fen=bill_fen, paid_fen=paid_fen, payer=chosen)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return hospital_case_of(row.id)
