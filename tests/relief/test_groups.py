"""Whom a plan in force puts first comes first when money is shared out and lists are drafted (DIS-004)."""

from datetime import date
from typing import Any

import pytest

from nuandong.people.actions.categorise import add_category
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.contents import First
from nuandong.plans.loader import load
from nuandong.plans.schema import Plan
from nuandong.plans.vocabulary import LIBRARY, vocabulary
from nuandong.relief import groups, selectors_deciding, sharing
from nuandong.relief.actions.draft_allocation import decide_allocation, draft_allocation
from nuandong.relief.models import Application
from nuandong.relief.steps import ApplicationState
from tests.cast import COUNTY, NOW, TOWNSHIP_A, VILLAGE_B
from tests.relief import seasons

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
PLAN = LIBRARY / "relief" / "subdistrict-three-notices.yaml"
ODD = "库区移民户"


def in_force(by: Any, region: int = COUNTY, *, odd: bool = False) -> Plan:
    text = PLAN.read_text(encoding="utf-8")
    if odd:
        text = text.replace("建档立卡户, 特殊困难户]", f"建档立卡户, 特殊困难户, {ODD}]")
        assert ODD in text
    loaded = load(text.encode(), PLAN.name, vocabulary())
    activate_plan(
        by=by, now=NOW, loaded=loaded, region=region, starts_on=TODAY, ends_on=date(2027, 5, 31),
        reason="县里已定", contradictions_seen=True,
    )  # fmt: skip
    return loaded.plan


def registered(by: Any, row: Application, code: str, *, member: bool = False) -> None:
    whom = {"person": row.household.memberships.get().person_id} if member else {"household": row.household_id}
    add_category(by=by, now=NOW, code=code, since=date(2026, 1, 1), source="名册", **whom)


def test_every_word_of_the_shipped_plans_is_matched():
    said = {}
    for path in sorted((LIBRARY / "relief").glob("*.yaml")):
        plan = load(path.read_bytes(), path.name, vocabulary()).plan
        said |= {word: plan.plan for one in plan.eligibility if one.rule == "priority" for word in one.groups}
    assert len(said) > 15
    assert {word: plan for word, plan in said.items() if groups.group_of(word) is None} == {}


def test_the_register_and_the_application_say_who_belongs(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        plain = seasons.application(cast.officer, of, "李四")
        poor = seasons.application(cast.officer, of, "王秀英")
        registered(cast.officer, poor, "DIBAO")
        ill = seasons.application(cast.officer, of, "赵六")
        registered(cast.officer, ill, "CRITICAL_ILL", member=True)
        lost = seasons.application(cast.officer, of, "孙七", facts={"category": "crop_total"}, region=VILLAGE_B)
        rows = [plain, poor, ill, lost]
        # No plan is in force: nobody comes first.
        assert groups.ranks(rows, TODAY) == {}
        in_force(cast.officer)
        found = groups.ranks(rows, TODAY)
        assert {one.id for one in rows} - set(found) == {plain.id}
        assert (found[poor.id].place, found[poor.id].word, found[poor.id].discreet) == (3, "低保户", False)
        assert (found[lost.id].place, found[lost.id].word) == (2, "粮食绝收户")
        # An illness is not told to everybody who sees the application.
        assert (found[ill.id].word, found[ill.id].discreet) == ("特殊困难户", True)
        assert found[poor.id].source == "003#11 ¶20"
        # What ended before the day does not count, neither do households of places without the plan.
        assert groups.ranks(rows, date(2025, 12, 1)) == {}


def test_a_plan_of_a_township_binds_its_households_alone(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        here = seasons.application(cast.officer, of, "王秀英", category="DIBAO")
        there = seasons.application(cast.officer, of, "李四", category="DIBAO", region=VILLAGE_B)
        in_force(cast.officer, TOWNSHIP_A)
        assert set(groups.ranks([here, there], TODAY)) == {here.id}
        assert [one.plan for one in groups.named([COUNTY, TOWNSHIP_A], TODAY)] == ["街道冬春救助（三榜公示）"]


def test_money_goes_to_them_first_and_more_of_it_takes_nothing_from_anybody(as_actor, cast):
    at_county: dict[str, Any] = {"state": ApplicationState.WITH_COUNTY}
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        seasons.funds(cast.officer, of, amount_fen=400_000)
        by_standard = seasons.application(cast.officer, of, "李四", priority=1, **at_county)
        other = seasons.application(cast.officer, of, "赵六", priority=2, **at_county)
        poor = seasons.application(cast.officer, of, "王秀英", priority=2, **at_county)
        registered(cast.officer, poor, "DIBAO", member=False)
        house = seasons.application(cast.officer, of, "孙七", priority=2, category="REBUILDING", **at_county)
        far = seasons.application(cast.officer, of, "周八", priority=2, region=VILLAGE_B, **at_county)
        seasons.noticed(cast.officer, by_standard, other, poor, house, far)

        def shared(fen: int) -> dict[str, int]:
            result = sharing.share(of, fen, basis="applications", on=TODAY)
            assert sum(one.share for one in result.shares if one.level == "township") == min(fen, 225_000)
            return {one.household: one.share for one in result.shares if one.level == "household"}

        assert {name for name, fen in shared(45_000).items() if fen} == {str(by_standard.id)}
        in_force(cast.officer)
        before: dict[str, int] = {}
        line = []
        for fen in range(0, 225_001, 15_000):
            now = shared(fen)
            assert all(now[name] >= part for name, part in before.items())
            line += [name for name in now if now[name] and not before.get(name)]
            before = now
        # The plan's order first, then those of the standard's class, then everybody else.
        assert line[:3] == [str(one.id) for one in (house, poor, by_standard)]
        assert set(line) == {str(one.id) for one in (house, poor, by_standard, other, far)}

        draft = draft_allocation(by=cast.officer, now=NOW, season=of.id, budget_fen=90_000, basis="applications")
    with as_actor(cast.boss):
        decide_allocation(by=cast.boss, now=NOW, allocation=draft.id, seen=draft.list_hash)
    with as_actor(cast.officer):
        ready, _kept = selectors_deciding.ready(of, TODAY)
        assert set(ready) == {house.id, poor.id}


def test_a_word_that_nobody_matched_is_told():
    given = First("某方案", "001#1 ¶1", ("低保户", ODD))
    assert groups.unknown([given, First("另一方案", "001#1 ¶2", ("低保户",))]) == [First("某方案", "001#1 ¶1", (ODD,))]
