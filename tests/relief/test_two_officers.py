"""Two officers do the same at the same moment, with real commits: one act counts, the other is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.relief.actions.check_payout import check_payout
from nuandong.relief.actions.correct_line import confirm_account, correct_line
from nuandong.relief.actions.draft_decision import draft_decision
from nuandong.relief.actions.follow_up import follow_up
from nuandong.relief.actions.freeze_payout import freeze_payout
from nuandong.relief.actions.plan_payout import plan_payout
from nuandong.relief.actions.record_assessment import Session, record_assessment
from nuandong.relief.actions.record_result import record_result
from nuandong.relief.actions.release_payout import release_payout
from nuandong.relief.actions.review_pack import forward_pack, review_pack
from nuandong.relief.actions.send_decision import send_decision
from nuandong.relief.actions.sign_decision import sign_decision
from nuandong.relief.models import (
    AccountChange,
    Application,
    BankFile,
    Entitlement,
    Funds,
    Meeting,
    Payout,
    PayoutLine,
    Signature,
)
from nuandong.relief.policies_applying import Ballot
from nuandong.relief.steps import HOLDING, ApplicationState, PackState
from tests.cast import COUNTY, NOW, VILLAGE_A
from tests.relief import payouts, seasons
from tests.relief.payouts import LATER


def colleague(actor: Actor) -> Actor:
    staff = uuid4()
    return replace(actor, staff=staff, typist=staff)


def at_once(actors: list[Actor], act: Callable[[Actor], Any]) -> list[str]:
    """What came of each: "done", or the code of its refusal."""
    start, results = Barrier(len(actors)), []

    def run(by: Actor) -> None:
        try:
            start.wait(10)
            with scope.enter(by):
                act(by)
            results.append("done")
        except DomainError as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    workers = [Thread(target=run, args=(one,)) for one in actors]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    return sorted(results)


def assess(by: Actor, row: Application) -> None:
    session = Session(held_at=NOW - timedelta(hours=1), place="村委会", invited=3, attendance="甲\n乙\n丙", chair="甲")
    record_assessment(
        by=by, now=NOW, season=row.season_id, region=VILLAGE_A, session=session, ballots={row.id: Ballot(3)}
    )


@pytest.mark.parametrize(
    ("act", "begin", "end", "kind", "refusals"),
    [
        ("assess", "reported", "assessed", "relief.meeting_held", {"relief.case_not_now"}),
        ("review", "with_township", "reviewed", "relief.pack_reviewed", {"relief.case_not_now"}),
        ("forward", "reviewed", "with_county", "relief.pack_forwarded", {"relief.pack_not_now"}),
    ],
)
def test_one_of_two_acts_counts(committed_db, cast, act, begin, end, kind, refusals):
    with scope.enter(cast.officer):
        of = seasons.season(cast.officer)
        pack = seasons.pack(of, state=PackState.OPEN if act == "assess" else PackState.WITH_TOWNSHIP)
        row = seasons.application(
            cast.officer, of, state=ApplicationState(begin), pack=None if act == "assess" else pack
        )
        if act == "forward":
            seasons.noticed(cast.officer, row)
    acts: dict[str, Callable[[Actor], Any]] = {
        "assess": lambda by: assess(by, row),
        "review": lambda by: review_pack(by=by, now=NOW, pack=pack.id, passed=[row.id]),
        "forward": lambda by: forward_pack(by=by, now=NOW, pack=pack.id),
    }
    first = cast.cadre_a if act == "assess" else cast.clerk_a
    done = at_once([first, colleague(first)], acts[act])
    assert done.count("done") == 1
    assert set(done) - {"done"} == refusals
    with scope.enter(SYSTEM):
        assert Application.objects.get().state == end
        assert JournalEvent.objects.filter(kind=kind).count() == 1
        assert Meeting.objects.count() == (act == "assess")


def test_a_list_that_two_sign_grants_once(committed_db, cast):
    with scope.enter(cast.officer):
        of = seasons.season(cast.officer)
        here = ApplicationState.WITH_COUNTY
        made = [
            seasons.application(cast.officer, of, name, state=here, amount_fen=45_000) for name in ("王秀英", "李四")
        ]
        seasons.noticed(cast.officer, *made)
        draft = draft_decision(by=cast.officer, now=NOW, season=of.id)
        seen = send_decision(by=cast.officer, now=NOW, decision=draft.id).list_hash

    def sign(by: Actor) -> None:
        sign_decision(by=by, now=NOW, decision=draft.id, seen=seen)

    done = at_once([cast.boss, colleague(cast.boss)], sign)
    assert (len(done), done.count("done")) == (2, 1)
    with scope.enter(SYSTEM):
        assert Signature.objects.count() == JournalEvent.objects.filter(kind="relief.decision_signed").count() == 1
        assert sorted(Entitlement.objects.values_list("amount_fen", flat=True)) == [45_000, 45_000]


def test_money_that_two_move_at_every_step_moves_once(committed_db, cast, settings):
    """Two of each office, each step at the same moment, up to the second attempt for the one that failed."""
    settings.NUANDONG_DEMO = True
    made = payouts.world(2)
    total = sum(one.amount_fen for one in made.granted)

    def both(actor: Actor, act: Callable[[Actor], Any]) -> int:
        done = at_once([actor, colleague(actor)], act)
        assert len(done) == 2
        return done.count("done")

    def plan(by: Actor) -> None:
        plan_payout(
            by=by, now=NOW, tranche=made.tranche.id, region=COUNTY, layout=payouts.LAYOUT, remark=payouts.REMARK
        )

    assert both(cast.officer, plan) == 1
    with scope.enter(SYSTEM):
        payout = Payout.objects.get()
    assert both(cast.officer, lambda by: freeze_payout(by=by, now=NOW, payout=payout.id)) == 1
    assert both(cast.boss, lambda by: check_payout(by=by, now=NOW, payout=payout.id, seen=0)) == 1
    assert both(cast.finance, lambda by: release_payout(by=by, now=NOW, payout=payout.id, voucher="记-1")) == 1
    with scope.enter(SYSTEM):
        payout.refresh_from_db()
    answer = payouts.answer(payout, {1: ("failed", "账号不存在")})

    def tell(by: Actor) -> None:
        record_result(by=by, now=LATER, payout=payout.id, name="回执.txt", data=answer)

    # The same file is the same answer, whoever brings it.
    assert both(cast.finance, tell) == 2
    with scope.enter(SYSTEM):
        failed = payout.lines.get(serial=1)

    def correct(by: Actor) -> None:
        account = payouts.account(801 if by == cast.officer else 802)
        correct_line(by=by, now=LATER, line=failed.id, account=account, reason="补办")

    # The later proposal stands, the earlier is dropped.
    assert both(cast.officer, correct) >= 1
    with scope.enter(SYSTEM):
        change = AccountChange.objects.get(dropped_at=None)
    assert both(cast.boss, lambda by: confirm_account(by=by, now=LATER, change=change.id)) == 1
    assert both(cast.officer, lambda by: follow_up(by=by, now=LATER, payout=payout.id)) == 1
    with scope.enter(SYSTEM):
        assert Payout.objects.count() == 2
        assert BankFile.objects.filter(outgoing=True).count() == BankFile.objects.filter(outgoing=False).count() == 1
        assert PayoutLine.objects.filter(instalment=failed.instalment, state__in=sorted(HOLDING)).count() == 1
        assert Funds.objects.get().claimed_fen == total
        kinds = ("planned", "frozen", "checked", "released", "result_recorded")
        told = [JournalEvent.objects.filter(kind=f"relief.payout_{one}", subject=payout.id).count() for one in kinds]
        assert told == [1, 1, 1, 1, 1]
