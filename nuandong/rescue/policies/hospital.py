"""What of a hospital bill may the rescue budget pay (RES-021), and on whose word?"""

from dataclasses import dataclass
from typing import Final

from nuandong.kernel.errors import DomainError, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.errors_station import unknown_code, wrong_state
from nuandong.rescue.reference_station import station

VERIFY: Final = "rescue.hospital.verify"
SETTLE: Final = "rescue.hospital.settle"
"""Acts of the separation table: whoever found somebody eligible does not pay for him."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What the rules ask about a bill; amounts in fen. `eligible` None: nobody has been to the hospital yet."""

    bill_fen: int
    paid_fen: int
    payer: str
    eligible: bool | None
    discharged: bool = True
    settled: bool = False


def can_settle(bill: Bill) -> bool:
    return bill_refusal(bill) is None


def check_bill(bill: Bill) -> None:
    """Raise what forbids the settlement; see `bill_refusal`."""
    if (error := bill_refusal(bill)) is not None:
        raise error


def bill_refusal(bill: Bill) -> DomainError | None:
    """Why a bill may not be settled so, or None. The budget pays only for whoever was found eligible in hospital, and
    only by a payer rule that names it; what it does not pay stays with insurance, family or whoever brought him."""
    if bill.settled or not bill.discharged:
        return wrong_state(_("住院记录"), _("已结算") if bill.settled else _("住院中"))
    rule = station().payers.get(bill.payer)
    if rule is None:
        return unknown_code("payer", _("结算办法"), bill.payer)
    if not 0 <= bill.paid_fen <= bill.bill_fen:
        return Invalid("rescue.bill", _("救助经费支付的金额应在 0 和总费用之间。"), _("请核对金额。"), field="paid_fen")
    return _budget(bill, budget=rule.budget) if bill.paid_fen else None


def _budget(bill: Bill, *, budget: bool) -> DomainError | None:
    if bill.eligible is None:
        return NotNow("rescue.not_verified", _("还没有到院甄别核实，不能用救助经费结算。"), _("请先登记核实结果。"))
    if not bill.eligible:
        return Invalid(
            "rescue.not_eligible",
            _("甄别结果是不属于救助对象，不能用救助经费结算。"),
            _("救助经费支付请填 0，费用由医保、本人或亲属承担。"),
            field="paid_fen",
        )
    if not budget:
        return Invalid(
            "rescue.payer_not_budget",
            _("这种结算办法不动用救助经费。"),
            _("救助经费支付请填 0；由救助经费分担一部分的，结算办法选“救助站核实后结算”。"),
            field="payer",
        )
    return None
