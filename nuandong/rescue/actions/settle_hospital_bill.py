from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.errors_station import unknown_code, wrong_state
from nuandong.rescue.events.encounter import HospitalBillSettled
from nuandong.rescue.lookups_station import hospital_case_of
from nuandong.rescue.models import HospitalCase
from nuandong.rescue.reference_station import station


@transaction.atomic
def settle_hospital_bill(
    *, by: Actor, now: datetime, case: UUID, bill_fen: int, paid_fen: int, payer: str = ""
) -> HospitalCase:
    """Close the money of a hospital case: the whole bill and what the rescue budget pays of it, both in fen.

    The budget pays only for somebody verified in hospital. Raises Forbidden, OutOfScope, NotFound, NotNow (not
    discharged, not verified, settled before), Invalid. Source: RES-021.
    """
    row = hospital_case_of(case, lock=True)
    permissions.check(by, "rescue.stay.register", region=row.region)
    if row.settled_at is not None or row.discharged_at is None:
        raise wrong_state(_("住院记录"), _("已结算") if row.settled_at else _("住院中"))
    if payer and payer not in station().payers:
        raise unknown_code("payer", _("结算办法"), payer)
    if not 0 <= paid_fen <= bill_fen:
        raise Invalid("rescue.bill", _("救助经费支付的金额应在 0 和总费用之间。"), _("请核对金额。"), field="paid_fen")
    if paid_fen and row.verified_at is None:
        raise NotNow("rescue.not_verified", _("还没有到院甄别核实，不能用救助经费结算。"), _("请先登记核实结果。"))
    HospitalCase.objects.filter(id=row.id).update(
        bill_fen=bill_fen, paid_fen=paid_fen, payer=payer or row.payer, settled_at=now, settled_by=by.staff
    )
    payload = HospitalBillSettled(bill_fen=bill_fen, paid_fen=paid_fen, payer=payer or row.payer)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return hospital_case_of(row.id)
