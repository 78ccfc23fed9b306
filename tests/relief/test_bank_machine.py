"""A bank whose answers are lost, repeated, out of order, late or cut: nobody is paid twice, and all are paid in the end.

The bank itself is honest: what it paid stays paid, what failed stays failed. Whatever becomes of its letters, the office
never believes more than it did, and never sends money again that may have arrived.
"""

import hashlib
import os
from collections import Counter
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import settings as drawing
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from nuandong.journal.models import JournalEvent as Event
from nuandong.kernel.errors import Invalid
from nuandong.org import scope
from nuandong.relief.actions.correct_line import confirm_account, correct_line
from nuandong.relief.actions.follow_up import follow_up
from nuandong.relief.models import BankFile, Entitlement, Funds, Payout, PayoutLine
from nuandong.relief.steps import HOLDING, LineState, PayoutState
from tests.cast import cast
from tests.relief import payouts

pytestmark = pytest.mark.django_db
OFFICER, BOSS = cast().officer, cast().boss
HOMES = 3
EXAMPLES = 200 if os.environ.get("NUANDONG_SOAK") else 5
CHOICE = st.integers(0, 99)


class Post(RuleBasedStateMachine):
    """An office, a bank, and the letters between them."""

    made: payouts.World

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.truth: dict[tuple[UUID, int], bool] = {}
        self.letters: list[tuple[UUID, bytes]] = []
        self.read: set[tuple[UUID, str]] = set()
        self.accounts = 0
        payouts.planned(self.made)

    def payouts(self, *states: PayoutState) -> list[Payout]:
        with scope.enter(OFFICER):
            found = Payout.objects.filter(season=self.made.season, state__in=states or list(PayoutState))
            return list(found.order_by("number"))

    def at_the_bank(self) -> list[Payout]:
        return self.payouts(PayoutState.RELEASED, PayoutState.SETTLED)

    def lines(self) -> list[PayoutLine]:
        with scope.enter(OFFICER):
            found = PayoutLine.objects.filter(payout__season=self.made.season)
            return list(found.select_related("instalment").order_by("payout__number", "serial"))

    @rule(which=CHOICE)
    def office(self, which: int) -> None:
        """The next step of one payout."""
        every = self.payouts()
        one = every[which % len(every)]
        steps = {
            PayoutState.PLANNED: payouts.frozen,
            PayoutState.FROZEN: payouts.checked,
            PayoutState.CHECKED: payouts.released,
        }
        steps.get(PayoutState(one.state), self.pay_again)(one)

    def pay_again(self, payout: Payout) -> None:
        lines = self.lines()
        held = {line.instalment_id for line in lines if line.state in HOLDING}
        failed = [
            line
            for line in lines
            if line.payout_id == payout.id and line.state == LineState.FAILED and line.instalment_id not in held
        ]
        for line in failed:
            self.accounts += 1
            with scope.enter(OFFICER):
                account = payouts.account(500 + self.accounts)
                change = correct_line(by=OFFICER, now=payouts.LATER, line=line.id, account=account, reason="补办")
            with scope.enter(BOSS):
                confirm_account(by=BOSS, now=payouts.LATER, change=change.id)
        if failed:
            with scope.enter(OFFICER):
                follow_up(by=OFFICER, now=payouts.LATER, payout=payout.id)

    @precondition(lambda self: self.at_the_bank())
    @rule(which=CHOICE, fates=st.lists(st.sampled_from([True, False, None]), min_size=HOMES, max_size=HOMES))
    def bank_works(self, which: int, fates: list[bool | None]) -> None:
        """Some payments are made or fail; a letter says how all of them stand."""
        there = self.at_the_bank()
        self.works(there[which % len(there)], fates)

    def works(self, payout: Payout, fates: list[bool | None]) -> None:
        said = {}
        for serial, fate in zip(range(1, payout.lines_count + 1), fates, strict=False):
            if fate is not None:
                self.truth.setdefault((payout.id, serial), fate)
            stands = self.truth.get((payout.id, serial))
            if stands is not True:
                said[serial] = ("pending", "") if stands is None else ("failed", "账号不存在")
        self.letters.append((payout.id, payouts.answer(payout, said)))

    @precondition(lambda self: self.letters)
    @rule(which=CHOICE)
    def lost(self, which: int) -> None:
        self.letters.pop(which % len(self.letters))

    @precondition(lambda self: self.letters)
    @rule(which=CHOICE, again=st.booleans())
    def arrives(self, which: int, again: bool) -> None:
        """In any order and at any time; `again`, and it comes once more."""
        at = which % len(self.letters)
        self.hears(*(self.letters[at] if again else self.letters.pop(at)))

    def hears(self, payout: UUID, data: bytes) -> None:
        with scope.enter(OFFICER):
            of = Payout.objects.get(id=payout)
        payouts.told(of, data)
        self.read.add((payout, hashlib.sha256(data).hexdigest()))

    @precondition(lambda self: self.letters)
    @rule(which=CHOICE)
    def half_arrives(self, which: int) -> None:
        payout, data = self.letters[which % len(self.letters)]
        before = [(line.id, line.state) for line in self.lines()]
        with scope.enter(OFFICER):
            of = Payout.objects.get(id=payout)
        with pytest.raises(Invalid):
            payouts.told(of, data[: len(data) // 2])
        assert [(line.id, line.state) for line in self.lines()] == before

    @invariant()
    def nobody_is_paid_twice(self) -> None:
        arrived: Counter[UUID] = Counter()
        attempts: Counter[UUID] = Counter()
        for line in self.lines():
            truth = self.truth.get((line.payout_id, line.serial))
            arrived[line.instalment_id] += truth is True
            attempts[line.instalment_id] += line.state in HOLDING
            assert line.state != LineState.PAID or truth is True
            assert line.state != LineState.FAILED or truth is False
        assert max(arrived.values()) <= 1
        assert max(attempts.values()) <= 1

    @invariant()
    def money_is_claimed_once_and_letters_are_read_once(self) -> None:
        with scope.enter(OFFICER):
            total = sum(one.amount_fen for one in self.made.granted)
            granted = Entitlement.objects.filter(season=self.made.season)
            assert sum(granted.values_list("claimed_fen", flat=True)) == total
            assert Funds.objects.get(season=self.made.season).claimed_fen == total
            assert BankFile.objects.filter(outgoing=False).count() == len(self.read)
            assert Event.objects.filter(kind="relief.payout_result_recorded").count() == len(self.read)

    def teardown(self) -> None:
        """However it went, the bank answers at last and the office pays everybody to the last fen."""
        try:
            self.ends()
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def ends(self) -> None:
        for payout, data in reversed(self.letters):
            self.hears(payout, data)
        for _turn in range(50):
            for number in range(len(self.payouts())):
                self.office(number)
            for payout in self.payouts(PayoutState.RELEASED):
                self.works(payout, [True] * HOMES)
                self.hears(*self.letters[-1])
            self.nobody_is_paid_twice()
            paid = [line for line in self.lines() if line.state == LineState.PAID]
            if len(paid) == HOMES:
                break
        self.money_is_claimed_once_and_letters_are_read_once()
        assert sorted(line.amount_fen for line in paid) == sorted(one.amount_fen for one in self.made.granted)
        assert sum(self.truth.values()) == HOMES


def test_whatever_becomes_of_the_letters(settings):
    settings.NUANDONG_DEMO = True
    Post.made = payouts.world(HOMES)
    run_state_machine_as_test(
        Post,
        settings=drawing(max_examples=EXAMPLES, stateful_step_count=20, derandomize=True, database=None),
    )
