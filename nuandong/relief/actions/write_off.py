"""Money that failed for good: one officer records it with reason and paper, another confirms, and it goes back."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief import ceilings
from nuandong.relief.events.paying import MoneyWrittenOff, WriteOffRecorded, WriteOffUndone
from nuandong.relief.freezes import check_not_frozen
from nuandong.relief.models import Entitlement, Funds, Instalment, PayoutLine, WriteOff
from nuandong.relief.paying.complete import tell_paid
from nuandong.relief.paying.write_offs import write_off_of
from nuandong.relief.policies_payout import CHECK, PLAN, RELEASE, SEE, changed_meanwhile, check_any, line_of
from nuandong.relief.steps import HOLDING, OWED, LineState, WriteOffReason


@transaction.atomic
def record_write_off(
    *, by: Actor, now: datetime, line: UUID, reason: str, words: str, evidence: UUID | None
) -> WriteOff:
    """Record that what failed or came back will never be paid, with a stored photo of the paper that proves it.

    Nothing changes until somebody else confirms it. Raises Invalid (no paper, reason, words), NotNow unless it is owed
    and nothing is under way, Conflict when it is recorded already, NotFound, Forbidden, OutOfScope.
    """
    row = line_of(line, by=by, permission=SEE)
    check_any(by, row.region, PLAN, RELEASE)
    check_not_frozen([row.region], row.payout.season.year)
    _check_owed(row)
    said = clean_text(words, 300)
    if reason not in WriteOffReason.values:
        raise Invalid("relief.write_off_reason", _("没有选择核销原因。"), _("请选择。"), field="reason")
    if not said:
        raise Invalid("relief.write_off_words", _("没有写明情况。"), _("请写明查到了什么、问过谁。"), field="words")
    if evidence is None:
        raise Invalid(
            "relief.write_off_evidence",
            _("没有证明材料。"),
            _("请拍下死亡证明、放弃声明或村委会证明。"),
            field="evidence",
        )
    try:
        with transaction.atomic():
            made = WriteOff.objects.create(
                id=new_id(now),
                region=row.region,
                line=row,
                amount_fen=row.amount_fen,
                reason=reason,
                words=said,
                evidence=evidence,
                recorded_by=by.staff,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise Conflict("relief.write_off_there", _("这一笔的核销已经登记。"), _("请由另一人复核。")) from error
    payload = WriteOffRecorded(line=row.id, amount_fen=row.amount_fen, reason=reason)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.payout_id)
    return made


def _check_owed(row: PayoutLine) -> None:
    under_way = PayoutLine.objects.filter(instalment=row.instalment_id, state__in=sorted(HOLDING)).exists()
    if row.state not in OWED or under_way:
        raise NotNow(
            "relief.write_off_not_owed",
            _("这一笔不是失败待补发的，或已经另行补发，不能核销。"),
            _("请刷新页面，核对是哪一笔。"),
        )


@transaction.atomic
def confirm_write_off(*, by: Actor, now: datetime, write_off: UUID, take: bool = True) -> WriteOff:
    """The second officer: what was claimed of entitlement, funds and the village's share is free again, once.

    Without `take` nothing was written off, and the line stays owed. Raises Forbidden for whoever recorded it, Conflict
    when it was paid again or written off meanwhile, NotFound, OutOfScope, NotNow while an audit holds the place.
    """
    row = write_off_of(write_off, lock=True)
    line = line_of(row.line_id, by=by, permission=SEE)
    check_any(by, row.region, CHECK, RELEASE, PLAN)
    check_not_frozen([row.region], line.payout.season.year)
    if by.staff == row.recorded_by:
        raise Forbidden("relief.write_off_own", _("这次核销是您登记的，要由另一人复核。"), _("请由同事复核。"))
    values = {"confirmed_by": by.staff, "confirmed_at": now} if take else {"dropped_at": now}
    if WriteOff.objects.filter(id=row.id, confirmed_at=None, dropped_at=None).update(**values) != 1:
        raise changed_meanwhile()
    if take:
        _give_back(line, row.amount_fen)
    payload = MoneyWrittenOff(line=line.id, amount_fen=row.amount_fen, reason=row.reason, taken=take)
    journal.record(payload, by=by, now=now, region=row.region, subject=line.payout_id)
    if take:
        decisions = Entitlement.objects.filter(instalments=line.instalment_id).values_list("decision", flat=True)
        tell_paid(by=by, now=now, decisions=list(decisions), villages=[line.region])
    row.refresh_from_db()
    return row


def _give_back(line: PayoutLine, fen: int) -> None:
    """Every condition is part of its statement: a second attempt under way refuses the first, the index both."""
    try:
        with transaction.atomic():
            done = PayoutLine.objects.filter(id=line.id, state__in=sorted(OWED)).update(state=LineState.GIVEN_UP)
    except IntegrityError as error:
        raise changed_meanwhile() from error
    ceilings.take(line.payout.season, "claimed", [(line.region, -fen)])
    ceilings.take(line.payout.season, "granted", [(line.region, -fen)])
    done += Instalment.objects.filter(attempts=line, amount_fen=fen).update(amount_fen=0)
    granted = Entitlement.objects.filter(instalments=line.instalment_id).values("id")
    done += Entitlement.objects.filter(id__in=granted, claimed_fen__gte=fen).update(
        claimed_fen=F("claimed_fen") - fen, written_off_fen=F("written_off_fen") + fen
    )
    funds = Funds.objects.filter(tranches__payouts=line.payout_id).values("id")
    done += Funds.objects.filter(id__in=funds, claimed_fen__gte=fen).update(claimed_fen=F("claimed_fen") - fen)
    if done != 4:
        raise changed_meanwhile()


@transaction.atomic
def undo_write_off(*, by: Actor, now: datetime, write_off: UUID, why: str) -> WriteOff:
    """The household turned up after all: what was written off may be paid by a later tranche, by three officers again.

    Raises Invalid without a reason, NotNow when the village's share has no room, Conflict, NotFound, Forbidden.
    """
    row = write_off_of(write_off, lock=True)
    line = line_of(row.line_id, by=by, permission=PLAN)
    reason = clean_text(why, 300)
    if not reason:
        raise Invalid("relief.reason_missing", _("没有填写原因。"), _("请写明为什么。"), field="why")
    changed = WriteOff.objects.filter(id=row.id, confirmed_at__isnull=False, undone_at=None)
    if changed.update(undone_by=by.staff, undone_at=now) != 1:
        raise changed_meanwhile()
    ceilings.take(line.payout.season, "granted", [(line.region, row.amount_fen)])
    granted = Entitlement.objects.filter(instalments=line.instalment_id).values("id")
    rows = Entitlement.objects.filter(id__in=granted, written_off_fen__gte=row.amount_fen, ended_at=None)
    if rows.update(written_off_fen=F("written_off_fen") - row.amount_fen) != 1:
        raise changed_meanwhile()
    payload = WriteOffUndone(line=line.id, amount_fen=row.amount_fen)
    journal.record(payload, by=by, now=now, region=row.region, subject=line.payout_id, reason=reason)
    row.refresh_from_db()
    return row
