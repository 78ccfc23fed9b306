"""Money that failed for good: two officers and a paper; it goes back once, is never paid twice and shows everywhere."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nuandong.kernel.errors import Conflict, DomainError, Forbidden, NotNow
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.relief.actions.correct_line import confirm_account, correct_line
from nuandong.relief.actions.follow_up import follow_up
from nuandong.relief.actions.plan_payout import plan_payout
from nuandong.relief.actions.return_money import confirm_return
from nuandong.relief.actions.write_off import confirm_write_off, record_write_off, undo_write_off
from nuandong.relief.auditing.running import audit
from nuandong.relief.integrity.looking import Look
from nuandong.relief.models import BankFile, Entitlement, Funds, Payout, PayoutLine, WriteOff
from nuandong.relief.paying.failing import failures
from nuandong.relief.paying.late import due_money
from nuandong.relief.paying.write_offs import written_off
from tests.cast import COUNTY, VILLAGE_A, cast
from tests.relief import payouts, seasons
from tests.relief.payouts import LATER, answer, came_back, sent, told, world

pytestmark = pytest.mark.django_db
OFFICER, BOSS, FINANCE, AUDITOR = cast().officer, cast().boss, cast().finance, cast().auditor


@pytest.fixture(autouse=True)
def demo(settings):
    settings.NUANDONG_DEMO = True


def failed(*, back: bool = False) -> tuple[Payout, PayoutLine]:
    """A payout of two, the first of which failed, or came back."""
    payout = sent(world(2))
    told(payout, answer(payout, {} if back else {1: ("failed", "账号不存在")}))
    with scope.enter(OFFICER):
        line = payout.lines.get(serial=1)
    if back:
        with scope.enter(FINANCE):
            row = came_back(line)
        with scope.enter(BOSS):
            confirm_return(by=BOSS, now=LATER, returned=row.id)
    return payout, line


def recorded(line: PayoutLine, **more: Any) -> WriteOff:
    given = {"reason": "gone", "words": "全户外迁，村里问过两次", "evidence": new_id(LATER)} | more
    with scope.enter(FINANCE):
        return record_write_off(by=FINANCE, now=LATER, line=line.id, **given)


def confirmed(row: WriteOff) -> None:
    with scope.enter(BOSS):
        confirm_write_off(by=BOSS, now=LATER, write_off=row.id)


def suspicious() -> set[str]:
    about = {
        "paid_twice",
        "claims_differ",
        "funds_differ",
        "event_missing",
        "overpaid",
        "line_differs",
        "list_tampered",
    }
    about |= {"return_unproved", "write_off_unproved"}
    with scope.enter(AUDITOR):
        return {one.code for one in audit(Look(COUNTY, 2026, LATER), by=AUDITOR) if one.rows} & about


@pytest.mark.parametrize("back", [False, True])
def test_it_goes_back_once_and_is_not_paid_again(back):
    payout, line = failed(back=back)
    with scope.enter(OFFICER):
        before = Funds.objects.get().claimed_fen
    row = recorded(line)
    with scope.enter(FINANCE), pytest.raises(Forbidden):
        confirm_write_off(by=FINANCE, now=LATER, write_off=row.id)
    confirmed(row)
    with scope.enter(BOSS), pytest.raises(Conflict):
        confirm_write_off(by=BOSS, now=LATER, write_off=row.id)
    with scope.enter(OFFICER):
        granted = Entitlement.objects.get(instalments=line.instalment_id)
        assert (granted.claimed_fen, granted.written_off_fen) == (0, line.amount_fen)
        assert Funds.objects.get().claimed_fen == before - line.amount_fen
        assert written_off(payout.season) == (1, line.amount_fen)
        assert failures(payout) == []
        assert due_money(payout.season, LATER.date()) == []
        # Neither this tranche nor another takes the household again, nor does a correction.
        again = seasons.tranche(OFFICER, payout.season, from_funds=Funds.objects.get(), number=2)
        with pytest.raises(NotNow):
            plan_payout(
                by=OFFICER, now=LATER, tranche=again.id, region=COUNTY, layout=payout.layout, remark=payout.remark
            )
        with pytest.raises(DomainError):
            correct_line(by=OFFICER, now=LATER, line=line.id, account=payouts.account(77), reason="换卡")
        with pytest.raises(IntegrityError), transaction.atomic():
            PayoutLine.objects.create(
                id=new_id(LATER),
                region=VILLAGE_A,
                payout=payout,
                instalment_id=line.instalment_id,
                household_id=line.household_id,
                serial=9,
                amount_fen=1,
                head_masked="王*",
            )
    assert suspicious() == set()
    # A bank that says now that it was paid is told, not believed.
    told(payout, answer(payout, {2: ("pending", "")}))
    with scope.enter(OFFICER):
        codes = [code for one in BankFile.objects.filter(outgoing=False) for _row, code, _params in one.refused]
        assert codes == ["given_up"]
    # The household turns up: another tranche may pay it, up to what was granted.
    with scope.enter(OFFICER):
        undo_write_off(by=OFFICER, now=LATER, write_off=row.id, why="本人回村")
        with pytest.raises(Conflict):
            undo_write_off(by=OFFICER, now=LATER, write_off=row.id, why="本人回村")
        paid = plan_payout(
            by=OFFICER, now=LATER, tranche=again.id, region=COUNTY, layout=payout.layout, remark=payout.remark
        )
        assert (paid.lines_count, paid.total_fen) == (1, line.amount_fen)
    assert suspicious() == set()


def test_what_is_planned_again_is_not_written_off():
    payout, line = failed()
    row = recorded(line)
    with scope.enter(OFFICER):
        change = correct_line(by=OFFICER, now=LATER, line=line.id, account=payouts.account(77), reason="换卡")
    with scope.enter(BOSS):
        confirm_account(by=BOSS, now=LATER, change=change.id)
    with scope.enter(OFFICER):
        follow_up(by=OFFICER, now=LATER, payout=payout.id)
    with pytest.raises(Conflict):
        confirmed(row)
    with scope.enter(BOSS):
        confirm_write_off(by=BOSS, now=LATER, write_off=row.id, take=False)
    with pytest.raises(NotNow):
        recorded(line)
    assert suspicious() == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": "tired"}, "relief.write_off_reason"),
        ({"words": " "}, "relief.write_off_words"),
        ({"evidence": None}, "relief.write_off_evidence"),
    ],
)
def test_no_write_off_without_reason_words_and_paper(changed, code):
    payout, line = failed()
    with pytest.raises(DomainError) as refused:
        recorded(line, **changed)
    assert refused.value.code == code
    with scope.enter(OFFICER):
        paid = payout.lines.get(serial=2)
    with pytest.raises(NotNow):
        recorded(paid)


def test_the_audit_names_what_was_written_off_without_proof():
    _payout, line = failed()
    recorded(line)
    with scope.enter(OFFICER):
        PayoutLine.objects.filter(id=line.id).update(state="given_up")
    assert suspicious() == {"write_off_unproved"}
