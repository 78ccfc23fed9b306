"""Money that came back after the bank had paid it: one officer records it with the bank's paper, another confirms."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.bank.reasons import REASONS
from nuandong.relief.events.paying import MoneyReturned, ReturnRecorded
from nuandong.relief.models import MoneyReturn, PayoutLine
from nuandong.relief.policies_payout import CHECK, PLAN, RELEASE, SEE, changed_meanwhile, check_any, line_of
from nuandong.relief.steps import LineState


@transaction.atomic
def record_return(
    *,
    by: Actor,
    now: datetime,
    line: UUID,
    returned_on: date,
    reason: str,
    evidence: UUID | None,
    bank_words: str = "",
) -> MoneyReturn:
    """Record that the whole money of a paid line came back, with a stored photo of the bank's paper.

    Nothing changes until somebody else confirms it. Raises Invalid (no paper, day, reason), NotNow unless it was paid,
    Conflict when it is recorded already, NotFound, Forbidden, OutOfScope.
    """
    row = line_of(line, by=by, permission=SEE)
    check_any(by, row.region, RELEASE, PLAN)
    paper = _checked(row, returned_on, reason, evidence, local_date(now))
    try:
        with transaction.atomic():
            made = MoneyReturn.objects.create(
                id=new_id(now),
                region=row.region,
                line=row,
                amount_fen=row.amount_fen,
                returned_on=returned_on,
                reason=reason,
                bank_words=clean_line(bank_words, 200),
                evidence=paper,
                recorded_by=by.staff,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise Conflict("relief.return_there", _("这一笔的退回已经登记。"), _("请由另一人复核。")) from error
    payload = ReturnRecorded(line=row.id, amount_fen=row.amount_fen, reason=reason)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.payout_id)
    return made


def _checked(row: PayoutLine, returned_on: date, reason: str, evidence: UUID | None, today: date) -> UUID:
    """The bank's paper, when everything else is right, too."""
    if row.state != LineState.PAID:
        raise NotNow("relief.return_not_paid", _("这一笔没有到账，谈不上退回。"), _("请刷新页面，核对是哪一笔。"))
    if reason not in REASONS:
        raise Invalid("relief.return_reason", _("没有选择退回原因。"), _("请照银行的退票通知选择。"), field="reason")
    if evidence is None:
        raise Invalid(
            "relief.return_evidence",
            _("没有银行的退票通知或回单。"),
            _("请拍下银行盖章的单据。"),
            field="evidence",
        )
    sent = row.payout.released_at
    if not (sent and local_date(sent) <= returned_on <= today):
        raise Invalid(
            "relief.return_day", _("退回日期应在放款之后、今天以前。"), _("请照单据填写。"), field="returned_on"
        )
    return evidence


@transaction.atomic
def confirm_return(*, by: Actor, now: datetime, returned: UUID, take: bool = True) -> MoneyReturn:
    """The second pair of eyes on the bank's paper. What was taken stays claimed of the funds: it is paid again.

    Without `take` it was no return, and the line stays paid. Raises Forbidden for whoever recorded it, Conflict,
    NotFound, OutOfScope.
    """
    row = MoneyReturn.objects.select_for_update(of=("self",)).filter(id=returned).first()
    if row is None:
        raise NotFound("relief.no_return", _("没有找到这次退回。"), _("请从发放批次中打开。"))
    line = line_of(row.line_id, by=by, permission=SEE)
    check_any(by, row.region, CHECK, RELEASE, PLAN)
    if by.staff == row.recorded_by:
        raise Forbidden("relief.return_own", _("这次退回是您登记的，要由另一人复核。"), _("请由同事复核。"))
    values = {"confirmed_by": by.staff, "confirmed_at": now} if take else {"dropped_at": now}
    changed = MoneyReturn.objects.filter(id=row.id, confirmed_at=None, dropped_at=None).update(**values)
    if changed == 1 and take:
        changed = PayoutLine.objects.filter(id=line.id, state=LineState.PAID).update(
            state=LineState.RETURNED, bank_code=row.reason, bank_words=row.bank_words
        )
    if changed != 1:
        raise changed_meanwhile()
    payload = MoneyReturned(line=line.id, amount_fen=row.amount_fen, taken=take)
    journal.record(payload, by=by, now=now, region=row.region, subject=line.payout_id)
    row.refresh_from_db()
    return row
