"""Seasons, audits that hold a place, funds documents, and the sharing-out of their money."""

from datetime import date
from typing import Any

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotNow, OutOfScope
from nuandong.relief import freezes, sharing
from nuandong.relief.actions.close_season import close_season
from nuandong.relief.actions.draft_allocation import decide_allocation, draft_allocation, drop_allocation
from nuandong.relief.actions.freeze import lift_freeze, set_freeze
from nuandong.relief.actions.open_season import open_season
from nuandong.relief.actions.record_funds import open_tranche, record_funds
from nuandong.relief.models import Allocation, Share
from nuandong.relief.selectors_funding import allocation_in_force, unfunded_of
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, VILLAGE_B
from tests.relief import seasons

pytestmark = pytest.mark.django_db

SEASON: dict[str, Any] = {
    "region": COUNTY,
    "year": 2026,
    "title": "冬春救助",
    "standard": seasons.STANDARD,
    "standard_on": seasons.DAY,
    "procedure": "three-notices",
}
MONEY: dict[str, Any] = {
    "number": "县财社〔2026〕8号",
    "title": "中央冬春救助资金",
    "source": "central",
    "amount_fen": 100_000,
    "issued_on": date(2026, 11, 20),
    "received_on": date(2026, 11, 25),
}


def test_a_season_keeps_its_rules_as_they_were_opened(as_actor, cast):
    with as_actor(cast.officer):
        season = open_season(by=cast.officer, now=NOW, **SEASON)
        assert [one["code"] for one in season.rules["notices"]] == ["first", "second", "township", "third"]
        assert season.standard_version
        assert close_season(by=cast.officer, now=NOW, season=season.id).closed_at == NOW
        with pytest.raises(NotNow):
            close_season(by=cast.officer, now=NOW, season=season.id)


@pytest.mark.parametrize(
    ("changed", "error", "code"),
    [
        ({"region": TOWNSHIP_A}, Invalid, "relief.season_county"),
        ({"region": OTHER_COUNTY}, OutOfScope, "org.out_of_scope"),
        ({"year": 26}, Invalid, "relief.season"),
        ({"title": "  "}, Invalid, "relief.season_title"),
        ({"standard": "visits-union"}, Invalid, "relief.standard_of_visits"),
        ({"procedure": "none"}, DomainError, "relief.no_procedure"),
    ],
)
def test_what_is_no_season_is_refused(changed, error, code, as_actor, cast):
    with as_actor(cast.officer), pytest.raises(error) as refusal:
        open_season(by=cast.officer, now=NOW, **(SEASON | changed))
    assert refusal.value.code == code


def test_a_season_is_opened_once_and_by_whoever_may(as_actor, cast):
    with as_actor(cast.officer):
        open_season(by=cast.officer, now=NOW, **SEASON)
        with pytest.raises(Conflict):
            open_season(by=cast.officer, now=NOW, **SEASON)
    with as_actor(cast.clerk_a), pytest.raises(Forbidden):
        open_season(by=cast.clerk_a, now=NOW, **(SEASON | {"title": "另一次"}))


def test_a_season_with_somebody_waiting_is_not_closed(as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        seasons.application(cast.officer, season)
        with pytest.raises(NotNow) as refusal:
            close_season(by=cast.officer, now=NOW, season=season.id)
    assert refusal.value.params["waiting"] == 1


@pytest.mark.parametrize(
    ("frozen", "asked", "held"),
    [
        (TOWNSHIP_A, VILLAGE_A, True),
        (VILLAGE_A, TOWNSHIP_A, True),
        (TOWNSHIP_A, COUNTY, True),
        (TOWNSHIP_A, TOWNSHIP_B, False),
        (VILLAGE_A, VILLAGE_B, False),
    ],
)
def test_an_audit_holds_a_place_and_what_reaches_into_it(frozen, asked, held, as_actor, cast):
    with as_actor(cast.boss):
        row = set_freeze(by=cast.boss, now=NOW, region=frozen, season=2026, why="审计通知书 3 号")
        assert bool(freezes.held([asked], 2026)) is held
        assert not freezes.held([asked], 2025)
        with pytest.raises(NotNow):
            set_freeze(by=cast.boss, now=NOW, region=frozen, season=2026, why="再来一次")
        lift_freeze(by=cast.boss, now=NOW, freeze=row.id, why="审计结束")
        assert not freezes.held([asked], 2026)
        with pytest.raises(NotNow):
            lift_freeze(by=cast.boss, now=NOW, freeze=row.id, why="审计结束")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": " "}, "relief.funds_number"),
        ({"source": "heaven"}, "relief.funds_source"),
        ({"amount_fen": 0}, "relief.funds_amount"),
        ({"received_on": date(2026, 11, 19)}, "relief.funds_days"),
        ({"received_on": date(2026, 12, 2)}, "relief.funds_days"),
    ],
)
def test_funds_that_cannot_be_are_refused(changed, code, as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        with pytest.raises(Invalid) as refusal:
            record_funds(by=cast.officer, now=NOW, season=season.id, **(MONEY | changed))
    assert refusal.value.code == code


def test_a_document_counts_once_and_opens_tranches(as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        money = record_funds(by=cast.officer, now=NOW, season=season.id, **MONEY)
        with pytest.raises(Conflict):
            record_funds(by=cast.officer, now=NOW, season=season.id, **MONEY)
        parts = [open_tranche(by=cast.officer, now=NOW, funds=money.id, reason="首批") for _time in range(2)]
        assert [part.number for part in parts] == [1, 2]
        with pytest.raises(Invalid):
            open_tranche(by=cast.officer, now=NOW, funds=money.id, reason=" ")


def test_money_is_shared_by_priority_and_the_unfunded_list_goes_up(as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        seasons.funds(cast.officer, season, amount_fen=100_000)
        first = seasons.application(cast.officer, season, "王秀英", priority=1)
        second = seasons.application(cast.officer, season, "李四", priority=2)
        third = seasons.application(cast.officer, season, "赵六", priority=2, region=VILLAGE_B)
        with pytest.raises(Invalid) as refusal:
            draft_allocation(by=cast.officer, now=NOW, season=season.id, budget_fen=100_001, basis="applications")
        assert refusal.value.code == "relief.beyond_funds"
        draft = draft_allocation(by=cast.officer, now=NOW, season=season.id, budget_fen=95_000, basis="applications")
        assert draft.given_fen + draft.left_fen == 95_000
        assert unfunded_of(season) == []  # a draft binds nobody
        with pytest.raises(Forbidden):
            decide_allocation(by=cast.officer, now=NOW, allocation=draft.id, seen=draft.list_hash)
    with as_actor(cast.boss):
        with pytest.raises(NotNow):
            decide_allocation(by=cast.boss, now=NOW, allocation=draft.id, seen="another")
        decide_allocation(by=cast.boss, now=NOW, allocation=draft.id, seen=draft.list_hash)
        assert allocation_in_force(season) == Allocation.objects.get(id=draft.id)
        paid = Share.objects.filter(allocation=draft, level="household", status="paid")
        assert first.id in paid.values_list("application", flat=True)
        assert set(unfunded_of(season)) == {first.id, second.id, third.id} - set(
            paid.values_list("application", flat=True)
        )
        kinds = [event.kind for event in journal.history(subject=draft.id, limit=10)]
    assert kinds[:2] == ["relief.allocation_decided", "relief.allocation_drafted"]


def test_a_later_decision_replaces_the_one_before_and_a_draft_can_be_dropped(as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        seasons.funds(cast.officer, season, amount_fen=100_000)
        seasons.application(cast.officer, season)
        drafts = [
            draft_allocation(by=cast.officer, now=NOW, season=season.id, budget_fen=fen, basis="applications")
            for fen in (90_000, 100_000, 1_000)
        ]
    with as_actor(cast.boss):
        for draft in drafts[:2]:
            decide_allocation(by=cast.boss, now=NOW, allocation=draft.id, seen=draft.list_hash)
        assert allocation_in_force(season) == Allocation.objects.get(id=drafts[1].id)
        with pytest.raises(NotNow):
            decide_allocation(by=cast.boss, now=NOW, allocation=drafts[0].id, seen=drafts[0].list_hash)
    with as_actor(cast.officer):
        drop_allocation(by=cast.officer, now=NOW, allocation=drafts[2].id)
        with pytest.raises(NotNow):
            drop_allocation(by=cast.officer, now=NOW, allocation=drafts[1].id)


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        ({OTHER_COUNTY + 1_000: (1, None)}, "relief.bound_nowhere"),
        ({TOWNSHIP_A: (10, 5)}, "relief.bound_crossed"),
        ({TOWNSHIP_A: (60_000, None)}, "relief.floors_beyond"),
    ],
)
def test_bounds_that_cannot_hold_are_refused(bounds, code, as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        seasons.application(cast.officer, season)
        with pytest.raises(Invalid) as refusal:
            sharing.share(season, 50_000, basis="applications", on=NOW.date(), bounds=bounds)
    assert refusal.value.code == code
