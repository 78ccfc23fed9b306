"""The compliance tables: equal to recomputation, followed by events and by the clock, seen within one's region only."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.plans import compliance, keeping, selectors
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.actions.change_window import end_activation, extend_window
from nuandong.plans.actions.decide_instance import explain_miss, waive_instance
from nuandong.plans.engine import Status, status
from nuandong.plans.engine.records import is_due_soon
from nuandong.plans.models import Activation, Instance, Obligation, PlanVersion
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.plans.stored import (
    PLAN,
    Arrived,
    Called,
    Closed,
    Patrolled,
    Struck,
    activate,
    divisions,
    follow,
    hotline,
    loaded,
    record,
    worker,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def county(committed_db):
    divisions()


def statuses(now, **which):
    with scope.enter(SYSTEM):
        rows = selectors.page(now, limit=1000, **which)
        return {
            (
                row.obligation.code,
                row.scope[6:9] if row.subject is None else "",
                row.anchor[-5:] if row.subject is None else "",
            ): row.status
            for row in rows
        }


def night(cast):
    """One night: the plan is put in force, people are at work, one clue is late, one boy is sent off with supplies."""
    activate(cast.officer)
    record(hotline(), region=COUNTY)
    first = record(Patrolled(), now=NOW + HOUR)
    record(Struck(), now=NOW + 2 * HOUR, subject=first.subject, voids=first.id)
    record(Patrolled(), now=NOW + 3 * HOUR, region=TOWNSHIP_B)
    late, quick = new_id(NOW), new_id(NOW)
    record(Called(), now=NOW + HOUR, subject=late)
    record(Called(remote=True), now=NOW + HOUR, subject=quick, region=TOWNSHIP_B)
    record(Arrived(), now=NOW + HOUR + 50 * MINUTE, subject=late)
    record(Arrived(), now=NOW + HOUR + 50 * MINUTE, subject=quick, region=TOWNSHIP_B)
    record(Closed(category=["minor"], supplies_only=True), now=NOW + 3 * HOUR, subject=late)
    record(Patrolled(), now=NOW + 30 * HOUR, acted_at=NOW + 27 * HOUR)
    return late, quick


@pytest.mark.parametrize("many", [1, 10_000], ids=["facts read at once", "asked one by one"])
@pytest.mark.parametrize("batch", [1, 3, 500])
def test_tables_equal_recomputation(county, cast, batch, many, monkeypatch):
    monkeypatch.setattr(compliance, "MANY", many)
    monkeypatch.setattr(compliance, "EACH", 1000)
    night(cast)
    now = NOW + 2 * DAY
    follow(now, batch=batch)
    with worker():
        state = compliance.recompute(now)
        rows = Instance.objects.select_related("obligation").filter(starts_at__lte=now)
        stored = {record.key: record for record in map(keeping.record_of, rows)}
    assert stored == state.visible(now)
    assert len(stored) == 2 * 3 + 2 + 3 + 1


def test_statuses_in_sql_equal_those_of_the_engine(county, cast):
    night(cast)
    follow(NOW + 3 * DAY)
    found = Counter()
    with scope.enter(SYSTEM):
        for minutes in range(0, 3 * 24 * 60, 95):
            now = NOW + minutes * MINUTE
            for row in selectors.instances_at(now):
                assert row.status == status(keeping.record_of(row), now)
                assert row.due_soon == is_due_soon(keeping.record_of(row), now)
                found[row.status] += 1
    assert {"met", "open", "broken", "missed"} <= set(found)


def test_the_night_on_the_board(county, cast):
    late, quick = night(cast)
    follow(NOW + 4 * HOUR)
    found = statuses(NOW + 4 * HOUR - MINUTE)
    assert found["daily", "001", "12-01"] == "open"
    assert found["daily", "002", "12-01"] == "met"
    assert found["hotline", "000", "12-01"] == "open"
    assert found["minors", "000", "eason"] == "broken"
    with scope.enter(cast.operator):
        clocks = selectors.clocks([late, quick], NOW + 4 * HOUR)
        assert [row.status for row in clocks[late]] == ["missed"]
        assert [row.status for row in clocks[quick]] == ["met"]
        (row,) = clocks[late]
        kinds = [fact.kind for fact in selectors.evidence(row)]
        assert kinds == ["plantest.called", "plantest.arrived"]
        board = {(row.region, row.code): row for row in selectors.board(NOW + 4 * HOUR - MINUTE)}
        assert board[COUNTY, "minors"].counts == Counter({Status.BROKEN: 1})
        assert board[TOWNSHIP_A, "daily"].due_soon == 1
        assert board[TOWNSHIP_A, "scene"].counts == Counter({Status.MISSED: 1})


def test_a_later_entry_and_a_void_of_another_kind_move_the_tables(county, cast):
    activate(cast.officer)
    follow(NOW + DAY)
    key = ("daily", "001", "12-01")
    assert statuses(NOW + DAY)[key] == "broken"
    entered = record(Patrolled(), now=NOW + DAY, acted_at=NOW + HOUR)
    follow(NOW + DAY)
    assert statuses(NOW + DAY)[key] == "met"
    record(Struck(), now=NOW + DAY + HOUR, subject=entered.subject, voids=entered.id)
    follow(NOW + DAY + HOUR)
    assert statuses(NOW + DAY + HOUR)[key] == "broken"


def test_events_before_the_activation_are_fetched_from_the_journal(county, cast):
    record(Patrolled(), now=NOW - HOUR)
    follow(NOW)
    activate(cast.officer, starts_on=date(2026, 12, 1))
    follow(NOW)
    assert statuses(NOW)["daily", "001", "12-01"] == "met"


def test_the_past_is_shown_as_it_was_known_then(county, cast):
    activate(cast.officer)
    record(Patrolled(), now=NOW + 2 * DAY, acted_at=NOW + HOUR)
    follow(NOW + 2 * DAY)
    with worker():
        then, today = compliance.recompute(NOW + DAY), compliance.recompute(NOW + 2 * DAY)
    patrol = [
        key
        for key in today.records
        if key.obligation == "daily" and key.anchor == "2026-12-01" and key.scope == str(TOWNSHIP_A)
    ]
    assert then.status(NOW + DAY)[patrol[0]] == "broken"
    assert today.status(NOW + 2 * DAY)[patrol[0]] == "met"


def test_nobody_at_the_hotline(county, cast):
    activate(cast.officer)
    follow(NOW + MINUTE)
    with scope.enter(cast.operator):
        assert [row.obligation.code for row in selectors.unmanned(NOW + MINUTE)] == ["hotline"]
    record(hotline(), now=NOW + 2 * MINUTE, region=COUNTY)
    follow(NOW + 3 * MINUTE)
    with scope.enter(cast.operator):
        assert selectors.unmanned(NOW + 3 * MINUTE) == []


def test_due_now_lists_late_first_then_due_soon(county, cast):
    activate(cast.officer)
    record(Called(), now=NOW + 3 * HOUR)
    follow(NOW + 3 * HOUR + 31 * MINUTE)
    with scope.enter(cast.operator):
        rows = selectors.due_now(NOW + 3 * HOUR + 31 * MINUTE)
        assert [(row.obligation.code, row.status) for row in rows] == [
            ("scene", "late"),
            ("daily", "open"),
            ("daily", "open"),
        ]


def test_pages_follow_each_other_without_gap_or_repeat(county, cast):
    activate(cast.officer)
    follow(NOW + 9 * DAY)
    seen, after = [], None
    with scope.enter(cast.operator):
        while page := selectors.page(NOW + 9 * DAY, after=after, limit=4):
            seen += [row.id for row in page]
            after = (page[-1].starts_at, page[-1].id)
        assert len(seen) == len(set(seen)) == selectors.instances_at(NOW + 9 * DAY).count()


def test_a_township_sees_its_own_instances_only(county, cast):
    activate(cast.officer)
    record(Called(), region=TOWNSHIP_A)
    follow(NOW)
    for clerk, own in ((cast.clerk_a, TOWNSHIP_A), (cast.clerk_b, TOWNSHIP_B)):
        with scope.enter(clerk):
            assert {row.region for row in selectors.page(NOW)} == {own}
            assert {row.region for row in selectors.board(NOW)} == {own}
    with scope.enter(cast.outsider):
        assert selectors.page(NOW) == []


def test_activation_writes_down_days_divisions_and_version(county, cast):
    activation = activate(cast.officer)
    with scope.enter(cast.officer):
        assert (activation.starts_on, activation.ends_on) == (date(2026, 12, 1), date(2027, 3, 15))
        assert activation.regions == [COUNTY, TOWNSHIP_A, TOWNSHIP_B]
        assert activation.version.text == PLAN
        assert Obligation.objects.filter(version=activation.version).count() == 4


def test_a_plan_is_in_force_once_and_its_text_kept_once(county, cast):
    activate(cast.officer, ends_on=date(2026, 12, 31))
    with pytest.raises(Conflict):
        activate(cast.officer, text=PLAN.replace("每日巡查", "天天巡查"))
    activate(cast.officer, starts_on=date(2027, 1, 1))
    with scope.enter(cast.officer):
        assert Activation.objects.count() == 2
        assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("sentence", "who", "region", "error"),
    [
        ("an operator may not", "operator", COUNTY, Forbidden),
        ("an officer may not for the next county", "officer", OTHER_COUNTY, OutOfScope),
    ],
)
def test_who_may_activate(county, cast, sentence, who, region, error):
    actor = getattr(cast, who)
    with scope.enter(actor), pytest.raises(error):
        activate_plan(by=actor, now=NOW, loaded=loaded(), region=region)


def test_days_a_plan_masks_must_be_given(county, cast):
    masked = PLAN.replace("from: 11-15, to: +1/03-15", "from: unknown, to: unknown")
    with pytest.raises(Invalid):
        activate(cast.officer, text=masked)
    activation = activate(cast.officer, text=masked, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 31))
    assert activation.ends_on == date(2026, 12, 31)


def test_the_window_moves_by_recorded_decisions_only(county, cast):
    activation = activate(cast.officer)
    follow(NOW)
    with scope.enter(cast.officer):
        stale = Activation.objects.get(id=activation.id)
        end_activation(by=cast.officer, now=NOW, activation=activation, ends_on=date(2026, 12, 3), reason="气温回升")
        with pytest.raises(Conflict):
            end_activation(by=cast.officer, now=NOW, activation=stale, ends_on=date(2026, 12, 2), reason="重复")
        with pytest.raises(Invalid):
            extend_window(by=cast.officer, now=NOW, activation=activation, ends_on=date(2026, 12, 3), reason="不变")
        with pytest.raises(NotNow):
            end_activation(by=cast.officer, now=NOW, activation=activation, ends_on=date(2026, 12, 4), reason="太晚")
        with pytest.raises(Invalid):
            end_activation(by=cast.officer, now=NOW, activation=activation, ends_on=date(2026, 12, 2), reason=" ")
    follow(NOW + 9 * DAY)
    assert {anchor for code, _, anchor in statuses(NOW + 9 * DAY) if code == "daily"} == {"12-01", "12-02", "12-03"}
    with scope.enter(cast.officer):
        extend_window(
            by=cast.officer, now=NOW + 9 * DAY, activation=activation, ends_on=date(2026, 12, 20), reason="降雪"
        )
    follow(NOW + 9 * DAY)
    assert len({anchor for code, _, anchor in statuses(NOW + 9 * DAY) if code == "daily"}) == 10


def broken_patrol(cast) -> UUID:
    activate(cast.officer)
    follow(NOW + DAY)
    with scope.enter(cast.officer):
        rows = selectors.page(NOW + DAY, region=TOWNSHIP_A, statuses=[Status.BROKEN])
    return rows[0].id


def test_a_waiver_is_recorded_and_shown_with_its_event(county, cast):
    instance = broken_patrol(cast)
    with scope.enter(cast.operator), pytest.raises(Forbidden):
        waive_instance(by=cast.operator, now=NOW + DAY, instance=instance, reason="道路封闭")
    with scope.enter(cast.officer):
        with pytest.raises(NotNow):
            explain_miss(by=cast.officer, now=NOW + DAY, instance=instance, reason="这不是软性义务")
        event = waive_instance(by=cast.officer, now=NOW + DAY, instance=instance, reason="道路封闭")
    follow(NOW + DAY)
    with scope.enter(cast.officer):
        row = selectors.instance(instance, NOW + DAY)
        assert (row.status, row.waived_by) == ("waived", event.id)
        with pytest.raises(NotNow):
            waive_instance(by=cast.officer, now=NOW + DAY, instance=instance, reason="再来一次")
    with scope.enter(cast.outsider), pytest.raises(NotFound):
        waive_instance(by=cast.outsider, now=NOW + DAY, instance=instance, reason="别的县")


def test_a_missed_duty_carries_its_reason(county, cast):
    activate(cast.officer)
    clue = record(Called()).subject
    record(Arrived(), now=NOW + 40 * MINUTE, subject=clue)
    follow(NOW + HOUR)
    with scope.enter(cast.operator):
        (row,) = selectors.clocks([clue], NOW + HOUR)[clue]
        event = explain_miss(by=cast.operator, now=NOW + HOUR, instance=row.id, reason="桥面结冰绕行")
    follow(NOW + HOUR)
    with scope.enter(cast.operator):
        (row,) = selectors.clocks([clue], NOW + HOUR)[clue]
        assert (row.status, row.explained_by) == ("missed", event.id)
        assert [found.id for found in selectors.proved_by(row.evidence[0], NOW + HOUR)] == [row.id]
