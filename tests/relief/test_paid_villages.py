"""From a village's part of a decision to its last fen: told once, and the duties of a plan are met by it (DIS-028)."""

from datetime import date, timedelta

import pytest

from nuandong.journal.models import JournalEvent as Event
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import load
from nuandong.plans.selectors import instances_at
from nuandong.plans.vocabulary import LIBRARY, vocabulary
from nuandong.relief.actions.correct_line import confirm_account, correct_line
from nuandong.relief.actions.follow_up import follow_up
from nuandong.relief.actions.write_off import confirm_write_off
from nuandong.relief.models import Decision, Entitlement
from nuandong.relief.paying.complete import tell_granted
from nuandong.relief.steps import LineState
from tests.cast import NOW, TOWNSHIP_A, VILLAGE_A, cast
from tests.plans.stored import follow
from tests.relief.payouts import LATER, World, account, answer, checked, frozen, given_up, released, sent, told, world

OFFICER, BOSS, FINANCE = cast().officer, cast().boss, cast().finance
SOON, WHOLE = "paid-after-decision", "all-paid"
GONE = ("failed", "账号不存在")


@pytest.fixture
def made(committed_db, settings) -> World:
    settings.NUANDONG_DEMO = True
    path = LIBRARY / "relief" / "township-ten-day-notice.yaml"
    with scope.enter(OFFICER):
        activate_plan(
            by=OFFICER, now=NOW - timedelta(days=1), loaded=load(path.read_bytes(), path.name, vocabulary()),
            region=TOWNSHIP_A, starts_on=local_date(NOW), ends_on=date(2027, 2, 28),
            reason="县里已定", contradictions_seen=True,
        )  # fmt: skip
    found = world(3)
    with scope.enter(OFFICER):
        tell_granted(found.granted[0].decision, by=OFFICER, now=NOW)
    return found


def lists(kind: str) -> list[tuple[int, int, int]]:
    with scope.enter(OFFICER):
        rows = Event.objects.filter(kind=kind).order_by("id")
        return [(one.region, one.payload["households"], one.payload.get("paid_fen", 0)) for one in rows]


def duties(now) -> dict[str, set[str]]:
    follow(now)
    with scope.enter(SYSTEM):
        rows = instances_at(now).filter(obligation__code__in=[SOON, WHOLE])
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(row.obligation.code, set()).add(row.status)
    return found


def test_a_village_is_paid_once_nothing_of_its_list_is_owed(made):
    assert lists("relief.village_granted") == [(VILLAGE_A, 3, 0)]
    payout = sent(made)
    told(payout, answer(payout, {2: GONE, 3: GONE}))
    with scope.enter(OFFICER):
        second, third = payout.lines.filter(state=LineState.FAILED).order_by("serial")
        change = correct_line(by=OFFICER, now=LATER, line=second.id, account=account(88), reason="补办")
    with scope.enter(BOSS):
        confirm_account(by=BOSS, now=LATER, change=change.id)
    with scope.enter(OFFICER):
        again = follow_up(by=OFFICER, now=LATER, payout=payout.id)
    again = released(checked(frozen(again)))
    told(again, answer(again, {}))
    assert lists("relief.village_paid") == [], "one household is still owed"
    assert duties(LATER + timedelta(hours=1)) == {SOON: {"open"}, WHOLE: {"open"}}
    with scope.enter(FINANCE):
        row = given_up(third)
    with scope.enter(BOSS):
        confirm_write_off(by=BOSS, now=LATER, write_off=row.id)
    paid = sum(one.amount_fen for one in made.granted) - third.amount_fen
    assert lists("relief.village_paid") == [(VILLAGE_A, 3, paid)]
    assert duties(LATER + timedelta(hours=2)) == {SOON: {"met"}, WHOLE: {"met"}}
    told(payout, answer(payout, {2: GONE, 3: GONE}))
    assert len(lists("relief.village_paid")) == 1


def test_money_that_never_comes_breaks_the_duty(made):
    sent(made)
    assert duties(NOW + timedelta(days=12))[SOON] == {"broken"}


def test_a_list_of_goods_alone_owes_no_money(made):
    with scope.enter(OFFICER):
        Entitlement.objects.update(amount_fen=0)
        tell_granted(Decision.objects.get(), by=OFFICER, now=NOW)
    assert lists("relief.village_paid") == [(VILLAGE_A, 3, 0)]
