"""What plans forbid is looked for, becomes a finding once, and is seen to be mended (DIS-034, OPS-006)."""

from datetime import date, timedelta

import pytest

from nuandong.flows import breaches_found
from nuandong.journal import api as journal
from nuandong.org import scope
from nuandong.plans import compliance
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.bans import bans
from nuandong.plans.loader import load, parse_stored
from nuandong.plans.vocabulary import LIBRARY, vocabulary
from nuandong.relief.actions.decide_finding import decide_finding
from nuandong.supervision.actions.recheck_finding import recheck_finding
from nuandong.supervision.models import Finding
from nuandong.tasks.actions.complete_task import complete_task
from nuandong.tasks.actions.receive_task import receive_task
from nuandong.tasks.actions.record_work import Done, record_work
from nuandong.tasks.actions.void_work import void_work
from tests.cast import COUNTY, NOW, TOWNSHIP_A
from tests.databases import as_role, settle
from tests.relief.test_breaches import suspicion
from tests.supervision.setting import furnish

HOUR = timedelta(hours=1)
PLAN = """
plan: heating/bans
title: 禁止事项
family: heating
level: county
sources: ["003#4"]
season: {from: 11-01, to: 12-31, source: "003#4 ¶1"}
organisation: {lead: 民政局}
obligations:
  - {id: table, title: 报摸底表, kind: by_deadline, by: 11-20 12:00, event: tasks.work_recorded,
     where: {work: heating_screened}, scope: each unit, strength: must, source: "003#4 ¶4"}
prohibitions:
  - {id: no-walk-through, title: 排查不得走过场, check: walk_through, source: "003#4 ¶5"}
  - {id: no-delay, title: 不得延误报告, check: incident_kept_back, source: "003#4 ¶5"}
  - {id: no-neglect, title: 不得不落实, check: unexplained, source: "003#4 ¶5"}
  - {id: no-sharing, title: 不得平均发放, check: equal_sharing, source: "003#4 ¶5"}
targets:
  - {id: no-fire, title: 不发生火灾, event: tasks.work_recorded, where: {work: station_fire_confirmed}, source: "003#4 ¶5"}
"""


@pytest.fixture
def county(committed_db, cast):
    furnish(cast)
    loaded = load(PLAN.encode(), "bans.yaml", vocabulary())
    with scope.enter(cast.officer):
        activate_plan(
            by=cast.officer, now=NOW - timedelta(days=20), loaded=loaded, region=COUNTY, starts_on=date(2026, 11, 1)
        )
    return cast


def record(by, work, *, at=NOW, **more):
    with scope.enter(by):
        return record_work(by=by, now=at, region=TOWNSHIP_A, what=Done(work=work, done=1, **more))


def run(at):
    settle()
    with as_role("worker"):
        with scope.enter(breaches_found.SYSTEM):
            while compliance.catch_up():
                pass
            compliance.roll(at)
        return breaches_found.run(at)


def findings(by):
    with scope.enter(by):
        return {row.ban: row for row in Finding.objects.select_related("task")}


def test_every_prohibition_of_the_library_says_how_it_is_watched():
    assert set(breaches_found.CHECKS) == {code for code, ban in bans().items() if ban.looks_at}
    for path in LIBRARY.rglob("*.yaml"):
        plan = parse_stored(path.read_text(encoding="utf-8"))
        for ban in plan.prohibitions:
            assert (ban.checked_by is None) != (ban.check is None), (plan.plan, ban.id)
        for target in plan.targets:
            assert (target.event is None) != (target.check is None), (plan.plan, target.id)


def test_a_breach_is_a_finding_once_and_is_seen_to_be_mended(county):
    trace = record(county.clerk_a, "hazard_checked", base=3)
    record(county.clerk_a, "hazard_checked", base=3, note="查看烟道和线路")
    assert run(NOW + HOUR) == 2  # and the table that is overdue since the twentieth
    assert run(NOW + HOUR) == 0
    found = findings(county.officer)
    assert set(found) == {"no-walk-through", "no-neglect"}
    row = found["no-walk-through"]
    assert (row.what, row.unit, row.event, row.task.unit) == (
        "排查不得走过场", county.clerk_a.unit, trace.event, county.clerk_a.unit,
    )  # fmt: skip
    assert (row.by_unit, row.task.giver, row.severity) == (county.officer.unit, county.officer.unit, "serious")
    with scope.enter(county.clerk_a):
        void_work(by=county.clerk_a, now=NOW + HOUR, record=trace.id, reason="重复登记")
    run(NOW + 2 * HOUR)
    row = findings(county.officer)["no-walk-through"]
    assert (row.mended_at, row.state) == (NOW + 2 * HOUR, "open")
    with scope.enter(county.clerk_a):
        receive_task(by=county.clerk_a, now=NOW + 2 * HOUR, task=row.task_id)
        complete_task(by=county.clerk_a, now=NOW + 2 * HOUR, task=row.task_id, note="已作废重录")
        kinds = [event.kind.partition(".")[2] for event in journal.history(subject=row.id)]
    with scope.enter(county.leader):
        recheck_finding(by=county.leader, now=NOW + 3 * HOUR, finding=row.id, passed=True, note="已看过")
    assert (kinds, findings(county.officer)["no-walk-through"].state) == (
        ["finding_mended", "finding_raised"],
        "closed",
    )
    assert run(NOW + 4 * HOUR) == 0


def test_what_may_never_happen_and_what_was_kept_back(county):
    fire = record(county.clerk_a, "station_fire_confirmed")
    run(NOW + HOUR)
    found = findings(county.officer)
    assert (found["no-fire"].severity, found["no-fire"].event) == ("grave", fire.event)
    assert "no-delay" not in found
    run(NOW + 3 * HOUR)
    assert findings(county.officer)["no-delay"].mended_at is None
    record(county.clerk_a, "incident_reported", at=NOW + 3 * HOUR)
    run(NOW + 4 * HOUR)
    assert findings(county.officer)["no-delay"].mended_at == NOW + 4 * HOUR


def test_a_suspicion_of_relief_that_nobody_looks_into(county):
    with scope.enter(county.officer):
        row = suspicion("equal_sharing", at=NOW, region=TOWNSHIP_A, subject_type="region", subject=str(TOWNSHIP_A))
    run(NOW + HOUR)
    assert "no-sharing" not in findings(county.officer)
    run(NOW + 73 * HOUR)
    found = findings(county.officer)["no-sharing"]
    assert (found.subject, found.unit, found.what) == (row.id, county.clerk_a.unit, "不得平均发放")
    run(NOW + 74 * HOUR)
    with scope.enter(county.officer):
        decide_finding(by=county.officer, now=NOW + 75 * HOUR, finding=row.id, decision="cleared", reason="按户定额")
        assert Finding.objects.filter(ban="no-sharing").count() == 1
    run(NOW + 76 * HOUR)
    assert findings(county.officer)["no-sharing"].mended_at == NOW + 76 * HOUR
