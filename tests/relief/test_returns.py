"""Money that came back after it had arrived: two officers, the bank's paper, paid again and never twice."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.relief.actions.cancel_payout import cancel_payout
from nuandong.relief.actions.correct_line import confirm_account, correct_line
from nuandong.relief.actions.follow_up import follow_up
from nuandong.relief.actions.return_money import confirm_return, record_return
from nuandong.relief.auditing.running import audit
from nuandong.relief.integrity.looking import Look
from nuandong.relief.models import Entitlement, Funds, Instalment, MoneyReturn, Payout, PayoutLine
from nuandong.relief.paying.failing import failures
from tests.cast import COUNTY, NOW, cast
from tests.relief import payouts
from tests.relief.payouts import LATER, answer, sent, told, world

pytestmark = pytest.mark.django_db
OFFICER, BOSS, FINANCE, AUDITOR = cast().officer, cast().boss, cast().finance, cast().auditor
DAY = date(2026, 12, 3)


@pytest.fixture(autouse=True)
def demo(settings):
    settings.NUANDONG_DEMO = True


def paid() -> tuple[Payout, PayoutLine]:
    payout = sent(world(2))
    told(payout, answer(payout, {}))
    with scope.enter(OFFICER):
        return payout, PayoutLine.objects.get(payout=payout, serial=1)


def recorded(line: PayoutLine, **more: Any) -> MoneyReturn:
    values = {"returned_on": DAY, "reason": "account_closed", "evidence": new_id(NOW), "bank_words": "已销户"} | more
    with scope.enter(FINANCE):
        return record_return(by=FINANCE, now=LATER, line=line.id, **values)


def money() -> tuple[int, int, int]:
    """Claimed of entitlements and of funds, and how many instalments there are."""
    with scope.enter(OFFICER):
        claimed = sum(Entitlement.objects.values_list("claimed_fen", flat=True))
        return claimed, Funds.objects.get().claimed_fen, Instalment.objects.count()


def suspicious() -> set[str]:
    """What the auditor's queries about money name."""
    money = {"paid_twice", "claims_differ", "funds_differ", "event_missing", "overpaid", "line_differs"}
    with scope.enter(AUDITOR):
        look = Look(COUNTY, 2026, LATER)
        return {one.code for one in audit(look, by=AUDITOR) if one.rows} & (money | {"return_unproved"})


def test_what_came_back_is_paid_again_once_and_claims_nothing_anew():
    payout, line = paid()
    before = money()
    row = recorded(line)
    with scope.enter(OFFICER), pytest.raises(NotNow):
        follow_up(by=OFFICER, now=LATER, payout=payout.id)
    with scope.enter(BOSS):
        confirm_return(by=BOSS, now=LATER, returned=row.id)
    with scope.enter(OFFICER):
        [owed] = failures(payout)
        assert (owed.line.id, owed.line.state, owed.reason.remedy, owed.ready) == (
            line.id,
            "returned",
            "account",
            False,
        )
        change = correct_line(by=OFFICER, now=LATER, line=line.id, account=payouts.account(77), reason="换卡")
    told(payout, answer(payout, {2: ("pending", "")}))  # the bank repeats what it told before
    with scope.enter(BOSS):
        confirm_account(by=BOSS, now=LATER, change=change.id)
    with scope.enter(OFFICER):
        again = follow_up(by=OFFICER, now=LATER, payout=payout.id)
        assert (again.lines_count, again.total_fen) == (1, line.amount_fen)
        with pytest.raises(NotNow):
            follow_up(by=OFFICER, now=LATER, payout=payout.id)
        cancel_payout(by=OFFICER, now=LATER, payout=again.id, reason="先核对")
        again = follow_up(by=OFFICER, now=LATER, payout=payout.id)
    assert money() == before
    again = payouts.released(payouts.checked(payouts.frozen(again)))
    told(again, answer(again, {}))
    assert money() == before
    with scope.enter(OFFICER):
        attempts = PayoutLine.objects.filter(instalment=line.instalment_id).order_by("id")
        assert [one.state for one in attempts] == ["returned", "cancelled", "paid"]
        with pytest.raises(IntegrityError), transaction.atomic():
            attempts.filter(state="returned").update(state="paid")
    assert suspicious() == set()


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"evidence": None}, Invalid),
        ({"reason": "none"}, Invalid),
        ({"returned_on": date(2026, 11, 30)}, Invalid),
        ({"returned_on": date(2026, 12, 30)}, Invalid),
    ],
)
def test_no_return_without_the_banks_paper_a_reason_and_a_day(changed, error):
    _payout, line = paid()
    with pytest.raises(error):
        recorded(line, **changed)


def test_two_officers_and_what_was_no_return_stays_paid():
    payout, line = paid()
    row = recorded(line)
    with pytest.raises(Conflict):
        recorded(line)
    with scope.enter(FINANCE), pytest.raises(Forbidden):
        confirm_return(by=FINANCE, now=LATER, returned=row.id)
    with scope.enter(BOSS):
        confirm_return(by=BOSS, now=LATER, returned=row.id, take=False)
        with pytest.raises(Conflict):
            confirm_return(by=BOSS, now=LATER, returned=row.id)
    with scope.enter(OFFICER):
        assert PayoutLine.objects.get(id=line.id).state == "paid"
        assert failures(payout) == []
    again = recorded(line)
    with scope.enter(FINANCE), pytest.raises(IntegrityError), transaction.atomic():
        MoneyReturn.objects.filter(id=again.id).update(confirmed_by=again.recorded_by, confirmed_at=LATER)


def test_the_audit_names_money_taken_for_returned_without_proof():
    _payout, line = paid()
    with scope.enter(OFFICER):
        PayoutLine.objects.filter(id=line.id).update(state="returned")
    assert suspicious() == {"return_unproved"}
