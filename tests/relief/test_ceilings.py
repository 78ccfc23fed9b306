"""Decided shares bind: what a village may be granted and paid, whatever order people act in."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from nuandong.kernel.errors import NotNow
from nuandong.org import scope
from nuandong.relief import ceilings, selectors_deciding
from nuandong.relief.actions.cancel_payout import cancel_payout
from nuandong.relief.actions.draft_allocation import decide_allocation, draft_allocation
from nuandong.relief.actions.draft_decision import draft_decision
from nuandong.relief.actions.send_decision import send_decision
from nuandong.relief.actions.sign_decision import sign_decision
from nuandong.relief.models import Application, Ceiling, Decision, Entitlement, Season
from nuandong.relief.policies_deciding import list_hash
from nuandong.relief.steps import ApplicationState, DecisionState
from tests.cast import NOW, VILLAGE_A, cast
from tests.relief import payouts, seasons

pytestmark = pytest.mark.django_db
OFFICER, BOSS = cast().officer, cast().boss
TODAY = seasons.DAY


def waiting(*names: str, **of_season: Any) -> tuple[Season, list[Application]]:
    season = seasons.season(OFFICER)
    Season.objects.filter(id=season.id).update(rules=season.rules | of_season)
    seasons.funds(OFFICER, season)
    made = [
        seasons.application(OFFICER, season, name, state=ApplicationState.WITH_COUNTY, priority=place)
        for place, name in enumerate(names, 1)
    ]
    seasons.noticed(OFFICER, *made)
    return Season.objects.get(id=season.id), made


def allocated(season: Season, fen: int) -> None:
    """In force: so much for the only village."""
    with scope.enter(OFFICER):
        draft = draft_allocation(by=OFFICER, now=NOW, season=season.id, budget_fen=fen, basis="applications")
    with scope.enter(BOSS):
        decide_allocation(by=BOSS, now=NOW, allocation=draft.id, seen=draft.list_hash)


def decided(season: Season) -> Decision:
    with scope.enter(OFFICER):
        draft = draft_decision(by=OFFICER, now=NOW, season=season.id)
        sent = send_decision(by=OFFICER, now=NOW, decision=draft.id)
    with scope.enter(BOSS):
        return sign_decision(by=BOSS, now=NOW, decision=draft.id, seen=sent.list_hash)


def counted() -> tuple[int, int, int]:
    with scope.enter(OFFICER):
        return Ceiling.objects.values_list("share_fen", "granted_fen", "claimed_fen").get()


@pytest.mark.parametrize(("partly", "granted"), [(False, 90_000), (True, 135_000)])
def test_a_list_takes_whom_the_share_pays_in_full_or_in_part_where_the_procedure_says_so(partly, granted):
    with scope.enter(OFFICER):
        season, made = waiting("王秀英", "李四", "赵六", "钱七", partly=partly)
    allocated(season, 100_000)
    with scope.enter(OFFICER):
        ready, kept = selectors_deciding.ready(season, TODAY)
        assert ready == [one.id for one in made[: granted // 45_000]]
        assert kept[made[3].id] == (selectors_deciding.NO_ROOM if partly else selectors_deciding.UNFUNDED)
        later = seasons.application(OFFICER, season, "孙八", state=ApplicationState.WITH_COUNTY)
        seasons.noticed(OFFICER, later)
        assert selectors_deciding.ready(season, TODAY)[1][later.id] == selectors_deciding.UNLISTED
    decided(season)
    assert counted() == (100_000, granted, 0)


def test_a_share_is_not_exceeded_when_lists_are_drafted_before_it_binds():
    with scope.enter(OFFICER):
        season, _made = waiting("王秀英", "李四", "赵六")
        draft = draft_decision(by=OFFICER, now=NOW, season=season.id)
    allocated(season, 100_000)
    with scope.enter(OFFICER), pytest.raises(NotNow) as refusal:
        send_decision(by=OFFICER, now=NOW, decision=draft.id)
    assert refusal.value.code == "relief.beyond_share"
    assert (refusal.value.params["left"], refusal.value.params["asked"]) == ("1000.00", "1350.00")
    with scope.enter(OFFICER):
        told = list_hash(Application.objects.filter(season=season).values_list("id", "amount_fen"))
        Decision.objects.filter(id=draft.id).update(state=DecisionState.SENT, signatures=1, list_hash=told)
    with scope.enter(BOSS), pytest.raises(NotNow) as refusal:
        sign_decision(by=BOSS, now=NOW, decision=draft.id, seen=told)
    assert refusal.value.code == "relief.beyond_share"
    with scope.enter(OFFICER):
        assert not Entitlement.objects.exists()


def test_an_allocation_covers_what_is_granted_already_and_the_database_holds_it():
    with scope.enter(OFFICER):
        season, _made = waiting("王秀英", "李四")
    allocated(season, 90_000)
    decided(season)
    with pytest.raises(NotNow) as refusal:
        allocated(season, 50_000)
    assert refusal.value.code == "relief.share_below_granted"
    assert counted() == (90_000, 90_000, 0)
    with scope.enter(OFFICER):
        for column in ("granted_fen", "claimed_fen"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Ceiling.objects.update(**{column: F("share_fen") + 1})


def test_a_payout_counts_against_the_share_and_a_cancelled_one_gives_it_back():
    made = payouts.world(3)
    share = sum(one.amount_fen for one in made.granted)
    allocated(made.season, share)
    assert counted() == (share, share, 0)
    payout = payouts.planned(made)
    assert counted() == (share, share, share)
    with scope.enter(OFFICER):
        cancel_payout(by=OFFICER, now=NOW, payout=payout.id, reason="资金未到")
    assert counted() == (share, share, 0)
    with scope.enter(OFFICER):
        Ceiling.objects.update(share_fen=share - 1, partly=True)
    with pytest.raises(NotNow) as refusal:
        payouts.planned(made)
    assert refusal.value.code == "relief.beyond_share"
    assert refusal.value.params["region"] == VILLAGE_A
    with scope.enter(OFFICER):
        assert ceilings.rooms(made.season)[VILLAGE_A].to_pay == share - 1
