"""From the decided list to the last fen: never over budget, never twice, three hands, every refusal in words."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from nuandong.files import storing
from nuandong.journal.models import JournalEvent as Event
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.plans.vocabulary import calendar
from nuandong.relief.actions.cancel_payout import cancel_payout, leave_out
from nuandong.relief.actions.check_payout import check_payout
from nuandong.relief.actions.correct_line import confirm_account, correct_line
from nuandong.relief.actions.follow_up import follow_up
from nuandong.relief.actions.freeze_payout import freeze_payout
from nuandong.relief.actions.plan_payout import plan_payout
from nuandong.relief.actions.release_payout import release_payout
from nuandong.relief.actions.sample_payout import answer_sample, draw_sample
from nuandong.relief.models import (
    Application,
    BankFile,
    Entitlement,
    Funds,
    Instalment,
    LedgerFile,
    Need,
    Notice,
    NoticeLine,
    Payout,
    PayoutLine,
)
from nuandong.relief.paying import late, others, sampling, snapshots
from nuandong.relief.procedures import procedures
from nuandong.relief.steps import HOLDING, LineState, PayoutState
from tests.cast import COUNTY, NOW, TOWNSHIP_B, cast
from tests.relief import payouts, seasons
from tests.relief.payouts import LATER, LAYOUT, REMARK, answer, checked, frozen, planned, released, sent, told, world

pytestmark = pytest.mark.django_db
OFFICER, BOSS, FINANCE = cast().officer, cast().boss, cast().finance


@pytest.fixture(autouse=True)
def demo(settings):
    settings.NUANDONG_DEMO = True


def claimed() -> tuple[int, int]:
    with scope.enter(OFFICER):
        return sum(Entitlement.objects.values_list("claimed_fen", flat=True)), Funds.objects.get().claimed_fen


def states(payout: Payout) -> dict[str, int]:
    with scope.enter(OFFICER):
        found = list(PayoutLine.objects.filter(payout=payout.id).values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def test_a_season_is_paid_corrected_and_paid_again():
    made = world(4)
    payout = sent(made)
    assert (payout.state, payout.lines_count, payout.total_fen) == (PayoutState.RELEASED, 4, 121_000)
    assert claimed() == (121_000, 121_000)
    with scope.enter(FINANCE):
        file = BankFile.objects.get(payout=payout, outgoing=True)
        data, mime = storing.read(file.file)
    assert (file.rows, file.total_fen, mime, file.name) == (4, 121_000, "text/plain", "PL52010200000020261-1.txt")
    assert data.startswith(b"H2026   1000004000000000121000\r\nD000001")
    bank = answer(payout, {2: ("failed", "账号不存在"), 3: ("failed", "账号不存在")})
    kept = told(payout, bank)
    assert (kept.paid, kept.failed, kept.refused, told(payout, bank).id) == (2, 2, [], kept.id)
    with scope.enter(OFFICER):
        payout.refresh_from_db()
        second, third = PayoutLine.objects.filter(payout=payout, state=LineState.FAILED).order_by("serial")
        assert (payout.state, second.bank_code) == (PayoutState.SETTLED, "01")
        with pytest.raises(NotNow, match="没有可以补发"):
            follow_up(by=OFFICER, now=LATER, payout=payout.id)
        change = correct_line(by=OFFICER, now=LATER, line=second.id, account="6217 0000 1000 0000 888", reason="补办")
        with pytest.raises(Forbidden, match="另一人"):
            confirm_account(by=OFFICER, now=LATER, change=change.id)
    with scope.enter(BOSS):
        confirm_account(by=BOSS, now=LATER, change=change.id)
    with scope.enter(OFFICER):
        next_ = follow_up(by=OFFICER, now=LATER, payout=payout.id)
        assert (next_.number, next_.lines_count, next_.follows_id, next_.total_fen) == (2, 1, payout.id, 30_200)
        with pytest.raises(NotNow):
            follow_up(by=OFFICER, now=LATER, payout=payout.id)
    paid = released(checked(frozen(next_)))
    with scope.enter(OFFICER):
        line = PayoutLine.objects.get(payout=paid)
        assert snapshots.opened(line)["payment"]["account"] == "6217000010000000888"
    told(paid, answer(paid, {}))
    assert (claimed(), states(paid)) == ((121_000, 121_000), {"paid": 1})
    with scope.enter(OFFICER):
        assert third.instalment.attempts.count() == 1
        kinds = list(
            Event.objects.filter(kind__startswith="relief.payout").order_by("id").values_list("kind", flat=True)
        )
    assert kinds.count("relief.payout_released") == 2
    assert kinds.count("relief.payout_result_recorded") == 2


def test_never_more_than_the_budget_nor_twice():
    made = world(4, funds_fen=121_000 - 1)
    with pytest.raises(NotNow, match=r"只剩 1209\.99 元"):
        planned(made)
    assert claimed() == (0, 0)
    half = planned(made, percent=50)
    assert (half.total_fen, claimed()) == (60_400, (60_400, 60_400))
    with pytest.raises(NotNow, match="没有要发的户"):
        planned(made)
    with scope.enter(OFFICER):
        second = seasons.tranche(OFFICER, made.season, from_funds=made.tranche.funds, number=2)
        with pytest.raises(NotNow, match="只剩"):
            plan_payout(by=OFFICER, now=NOW, tranche=second.id, region=COUNTY, layout=LAYOUT, remark=REMARK)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"remark": "慰问金"}, Invalid),
        ({"layout": "no-bank"}, NotFound),
        ({"percent": 0}, Invalid),
        ({"region": TOWNSHIP_B}, NotNow),
        ({"by": FINANCE}, Forbidden),
        ({"by": cast().auditor}, Forbidden),
        ({"tranche": new_id(NOW)}, NotFound),
    ],
)
def test_what_cannot_be_planned(changed, error):
    made = world(1)
    values = {"by": OFFICER, "tranche": made.tranche.id, "region": COUNTY, "layout": LAYOUT, "remark": REMARK}
    with scope.enter(OFFICER), pytest.raises(error):
        plan_payout(now=NOW, **(values | changed))
    assert claimed() == (0, 0)


def test_cancelled_before_its_release_the_money_is_free_again():
    made = world(3)
    for step in (lambda one: one, frozen, lambda one: checked(frozen(one))):
        payout = step(planned(made))
        with scope.enter(OFFICER):
            with pytest.raises(Invalid):
                cancel_payout(by=OFFICER, now=NOW, payout=payout.id, reason=" ")
            assert cancel_payout(by=OFFICER, now=NOW, payout=payout.id, reason="名单有误").state == "cancelled"
            assert not Instalment.objects.exists()
        assert (claimed(), states(payout)) == ((0, 0), {"cancelled": 3})
    with scope.enter(OFFICER), pytest.raises(NotNow, match="已交银行"):
        cancel_payout(by=OFFICER, now=NOW, payout=sent(made).id, reason="晚了")


def test_three_hands():
    made = world(1)
    payout = frozen(planned(made))
    with scope.enter(OFFICER), pytest.raises(Forbidden):
        check_payout(by=OFFICER, now=NOW, payout=payout.id, seen=0)
    with scope.enter(FINANCE), pytest.raises(NotNow):
        release_payout(by=FINANCE, now=NOW, payout=payout.id)
    checked(payout)
    with scope.enter(BOSS), pytest.raises(Forbidden):
        release_payout(by=BOSS, now=NOW, payout=payout.id)
    everything = FINANCE.__class__(
        **{
            **{name: getattr(BOSS, name) for name in BOSS.__slots__},
            "permissions": BOSS.permissions | FINANCE.permissions,
        }
    )
    with scope.enter(everything), pytest.raises(Forbidden, match="核对过"):
        release_payout(by=everything, now=NOW, payout=payout.id)
    first = released(payout)
    assert released(payout).released_at == first.released_at
    with scope.enter(FINANCE):
        assert BankFile.objects.filter(payout=payout).count() == 1


def test_a_household_without_an_account_keeps_the_list_open():
    made = world(3)
    with scope.enter(OFFICER):
        Need.objects.filter(household=made.granted[0].household_id).update(
            account_sealed=None, account_blind=None, account_masked=""
        )
    payout = planned(made)
    with pytest.raises(Invalid, match="第一户是第 1 号"):
        frozen(payout)
    with scope.enter(OFFICER):
        line = PayoutLine.objects.get(payout=payout, serial=1)
        after = leave_out(by=OFFICER, now=NOW, line=line.id, reason="没有账号")
        assert (after.lines_count, after.total_fen) == (2, 60_500)
    assert claimed() == (60_500, 60_500)
    assert sent_serials(released(checked(frozen(payout)))) == [2, 3]


def test_nothing_is_paid_to_the_dead():
    made = world(2)
    payout = planned(made)
    with scope.enter(OFFICER):
        head = made.granted[0].counted.get().person
        type(head).objects.filter(id=head.id).update(dead_on=date(2026, 3, 1))
    with pytest.raises(Invalid, match="第一户是第 1 号"):
        frozen(payout)
    with scope.enter(OFFICER):
        leave_out(by=OFFICER, now=NOW, line=PayoutLine.objects.get(payout=payout, serial=1).id, reason="户主去世")
    assert sent_serials(released(checked(frozen(payout)))) == [2]


def sent_serials(payout: Payout) -> list[int]:
    with scope.enter(OFFICER):
        return list(
            PayoutLine.objects.filter(payout=payout, state="sent").order_by("serial").values_list("serial", flat=True)
        )


def test_what_was_frozen_is_what_is_paid():
    made = world(2)
    payout = checked(frozen(planned(made)))
    with scope.enter(OFFICER):
        line = PayoutLine.objects.get(payout=payout, serial=1)
    with scope.enter(OFFICER):
        PayoutLine.objects.filter(id=line.id).update(amount_fen=line.amount_fen + 100)
    with pytest.raises(Invalid, match="摘要不符"):
        released(payout)
    with scope.enter(OFFICER):
        PayoutLine.objects.filter(id=line.id).update(amount_fen=line.amount_fen, snapshot_hash="0" * 64)
    with pytest.raises(Invalid, match="摘要不符"):
        released(payout)
    assert states(payout) == {"frozen": 2}


def test_other_money_to_the_same_people_is_shown_with_amounts():
    made = world(2)
    sent(made, percent=50)
    with scope.enter(OFFICER):
        second = seasons.tranche(OFFICER, made.season, from_funds=made.tranche.funds, number=2)
        made.tranche = second
        Need.objects.filter(household=made.granted[1].household_id).update(cash_fen=8_800)
        another = seasons.entitlement(OFFICER, made.season, "周明", amount_fen=10_000)
        payouts.need(OFFICER, another, LedgerFile.objects.get(), payouts.account(1))
    payout = planned(made)
    with pytest.raises(Invalid):
        frozen(payout)  # the newcomer has no identity number, which this bank asks for
    with scope.enter(OFFICER):
        told = others.other_payments(payout)
        found = [(one.line.serial, one.way, one.amount) for one in told.shown]
        assert (told.count, told.fen) == (3, 38_900)
        assert others.other_payments(payout, most=1).count == 3
    assert found == [(1, "household", 15_000), (2, "household", 15_100), (2, "ledger", 8_800)]
    with scope.enter(OFFICER):
        leave_out(by=OFFICER, now=NOW, line=payout.lines.get(serial=3).id, reason="缺证件")
        ready = freeze_payout(by=OFFICER, now=NOW, payout=payout.id)
    with scope.enter(BOSS), pytest.raises(Conflict, match="其他发放"):
        check_payout(by=BOSS, now=NOW, payout=ready.id, seen=0)
    assert checked(ready).state == PayoutState.CHECKED


def test_what_a_bank_says_is_held_against_what_was_sent():
    made = world(4)
    payout = sent(made)
    wrong = answer(payout, {}).replace(b"000000030100", b"000000030101").replace(b"121000", b"121001")
    kept = told(payout, wrong)
    assert [(row[0], row[1]) for row in kept.refused] == [(2, "amount_differs")]
    assert (kept.paid, states(payout)) == (3, {"paid": 3, "sent": 1})
    told(payout, answer(payout, {1: ("pending", "")}))
    assert states(payout) == {"paid": 3, "unknown": 1}
    told(payout, answer(payout, {1: ("failed", "账号不存在"), 2: ("failed", "账号不存在")}))
    assert states(payout) == {"paid": 3, "failed": 1}
    with scope.enter(OFFICER):
        refused = BankFile.objects.filter(payout=payout, outgoing=False).order_by("-id").first().refused
        assert [row[1] for row in refused] == ["paid_before"]
    # A bank that changes its mind late: believed while nobody pays again, told once somebody does.
    with scope.enter(OFFICER):
        line = PayoutLine.objects.get(payout=payout, state=LineState.FAILED)
        change = correct_line(by=OFFICER, now=LATER, line=line.id, account="6217000010000000888", reason="补办")
    with scope.enter(BOSS):
        confirm_account(by=BOSS, now=LATER, change=change.id)
    with scope.enter(OFFICER):
        follow_up(by=OFFICER, now=LATER, payout=payout.id)
    late_ = told(payout, answer(payout, {2: ("pending", "")}))
    assert ([row[1] for row in late_.refused], late_.paid) == (["paid_elsewhere"], 0)
    with scope.enter(OFFICER):
        assert line.instalment.attempts.filter(state__in=HOLDING).count() == 1


def test_a_late_answer_counts_while_nobody_pays_again():
    made = world(1)
    payout = sent(made)
    told(payout, answer(payout, {1: ("failed", "账号不存在")}))
    assert (told(payout, answer(payout, {})).paid, states(payout)) == (1, {"paid": 1})


def test_the_village_is_shown_what_came_of_it():
    made = world(2)
    with scope.enter(OFFICER):
        bundle = seasons.pack(made.season)
        Application.objects.filter(season=made.season).update(pack=bundle)
    payout = sent(made)
    told(payout, answer(payout, {1: ("pending", "")}))
    with scope.enter(OFFICER):
        assert not Notice.objects.exists()
    told(payout, answer(payout, {1: ("failed", "账号不存在")}))
    with scope.enter(OFFICER):
        assert list(Notice.objects.values_list("code", flat=True)) == ["third"]
        assert NoticeLine.objects.count() == 2


def test_the_sample_can_be_drawn_again():
    made = world(5)
    payout = sent(made)
    with scope.enter(OFFICER), pytest.raises(NotNow, match="还没有到账"):
        draw_sample(by=OFFICER, now=LATER, payout=payout.id, confidence=95, margin=30)
    told(payout, answer(payout, {}))
    with scope.enter(OFFICER):
        one = draw_sample(by=OFFICER, now=LATER, payout=payout.id, confidence=95, margin=30)
        paid = list(PayoutLine.objects.filter(payout=payout, state="paid").values_list("id", "region"))
        assert (one.population, one.size) == (5, 4)
        assert [str(line) for line in sampling.drawn(paid, one.seed, one.size)] == one.drawn
        with pytest.raises(NotNow, match="上一次"):
            draw_sample(by=OFFICER, now=LATER, payout=payout.id, confidence=95, margin=30)
        outside = next(line for line, _region in paid if str(line) not in one.drawn)
        with pytest.raises(NotFound):
            answer_sample(by=OFFICER, now=LATER, sample=one.id, line=outside, answer="arrived")
        for line in one.drawn:
            one = answer_sample(by=OFFICER, now=LATER, sample=one.id, line=line, answer="arrived")
        assert one.closed_at == LATER


@pytest.mark.parametrize(
    ("population", "confidence", "margin", "expected"),
    [(1, 95, 5, 1), (10, 95, 5, 10), (100, 95, 5, 80), (1000, 95, 5, 278), (10_000, 95, 5, 370), (10**6, 95, 5, 384),
     (1000, 90, 10, 64), (1000, 99, 5, 400)],
)  # fmt: skip
def test_the_size_of_a_sample(population, confidence, margin, expected):
    assert sampling.size(population, confidence=confidence, margin=margin) == expected


def test_money_is_late_after_working_days():
    made = world(2, procedure="ten-day-notice")
    with scope.enter(OFFICER):
        on_time, after = (late.due_money(made.season, day)[0] for day in (date(2026, 12, 8), date(2026, 12, 9)))
        assert (on_time.due, on_time.late, on_time.homes, on_time.unpaid_fen) == (date(2026, 12, 8), False, 2, 60_300)
        assert after.late
        assert late.due_money(seasons.season(OFFICER, year=2025), date(2026, 12, 9)) == []


def test_what_is_due_is_what_adding_everything_up_says():
    """Each state a line can be in, a line that failed before it was paid, half a household, one whose grant ended."""
    made = world(len(LineState) + 3, procedure="ten-day-notice")
    with scope.enter(OFFICER):
        given = {"tranche": made.tranche.id, "region": COUNTY, "layout": LAYOUT, "remark": "救灾资金", "percent": 50}
        payout = plan_payout(by=OFFICER, now=NOW, **given)
        seen = {"snapshot_sealed": b"x", "snapshot_hash": "0" * 64}
        lines = list(payout.lines.order_by("serial"))
        for line, state in zip(lines, LineState, strict=False):
            PayoutLine.objects.filter(id=line.id).update(state=state, **seen)
        # The first attempt given up before its release: the money went back.
        cancelled = lines[list(LineState).index(LineState.CANCELLED)]
        Entitlement.objects.filter(instalments=cancelled.instalment_id).update(claimed_fen=0)
        PayoutLine.objects.filter(id=cancelled.id).update(instalment=None)
        Instalment.objects.filter(id=cancelled.instalment_id).delete()
        given_up = lines[list(LineState).index(LineState.GIVEN_UP)]
        lost = Entitlement.objects.filter(instalments=given_up.instalment_id)
        lost.update(claimed_fen=0, written_off_fen=given_up.amount_fen)
        Instalment.objects.filter(id=given_up.instalment_id).update(amount_fen=0)
        first, second, third = lines[len(LineState) :]
        PayoutLine.objects.filter(id=first.id).update(state=LineState.FAILED, **seen)
        again = PayoutLine.objects.get(id=first.id)
        again.id, again.serial, again.state = new_id(NOW), len(lines) + 1, LineState.PAID
        again.save(force_insert=True)
        Entitlement.objects.filter(instalments=second.instalment_id).update(ended_at=NOW)
        PayoutLine.objects.filter(id=third.id).update(state=LineState.PAID, **seen)
        Entitlement.objects.filter(instalments=third.instalment_id).update(
            amount_fen=third.amount_fen + 1, claimed_fen=third.amount_fen
        )
        rest = []
        for one in Entitlement.objects.filter(ended_at=None):
            came = PayoutLine.objects.filter(instalment__entitlement=one, state=LineState.PAID)
            fen = one.amount_fen - one.written_off_fen - sum(line.amount_fen for line in came)
            rest += [fen] if fen else []
        [found] = late.due_money(made.season, date(2026, 12, 8))
        assert (found.homes, found.unpaid_fen) == (len(rest), sum(rest))
        assert list(late.outstanding(made.season)) == [found.decision]
        PayoutLine.objects.exclude(id=third.id).filter(instalment__amount_fen__gt=0).exclude(id=first.id).update(
            state=LineState.PAID, **seen
        )
        Entitlement.objects.filter(ended_at=None).update(amount_fen=F("claimed_fen") + F("written_off_fen"))
        assert late.due_money(made.season, date(2026, 12, 8)) == []
        assert not late.outstanding(made.season).exists()


@pytest.mark.parametrize(
    ("procedure", "decided", "due"),
    [
        ("ten-day-notice", date(2026, 12, 1), date(2026, 12, 8)),
        ("ten-day-notice", date(2027, 1, 18), date(2027, 1, 20)),  # five working days would be the 25th
        ("ten-day-notice", date(2027, 1, 21), date(2027, 1, 28)),
        ("three-notices", date(2026, 12, 1), date(2027, 1, 22)),
        ("three-notices", date(2027, 1, 22), date(2027, 1, 22)),
        ("three-notices", date(2027, 1, 23), None),
        ("two-notices", date(2026, 12, 1), None),
    ],
)
def test_the_last_day_for_the_money_of_a_decision(procedure, decided, due):
    assert procedures()[procedure].due(decided, 2026, calendar()) == due


def test_the_number_of_queries_does_not_grow_with_the_households():
    told_ = []
    for year, households in ((2020, 2), (2021, 7)):
        made = world(households, year=year, first=1 + 10 * (year - 2020))
        counts = []

        def counted(act, counts=counts):
            with CaptureQueriesContext(connection) as queries:
                found = act()
            counts.append(len(queries))
            return found

        payout = counted(lambda made=made: planned(made))
        payout = counted(lambda payout=payout: frozen(payout))
        payout = counted(lambda payout=payout: checked(payout))
        payout = counted(lambda payout=payout: released(payout))
        data = answer(payout, {})
        counted(lambda payout=payout, data=data: told(payout, data))
        told_.append(counts)
    assert told_[0] == told_[1]
