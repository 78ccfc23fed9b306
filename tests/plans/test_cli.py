"""`nuandong plan` and `nuandong compliance` as a person uses them."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nuandong.cli import compliance as compliance_command
from nuandong.cli import plan as plan_command
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import Conflict, Forbidden, Invalid
from nuandong.plans.loader import json_schema
from tests.cast import COUNTY, NOW, TOWNSHIP_A
from tests.databases import settle
from tests.plans.stored import PLAN, Patrolled, activate, divisions, record

RUNNER = CliRunner()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "p.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_check_says_what_is_right(file: Path) -> None:
    result = RUNNER.invoke(plan_command.app, ["check", str(file)])
    assert result.exit_code == 0, result.output
    assert "rescue/stored-test：正确，4 项义务" in result.output


def test_check_lists_mistakes_of_all_files_and_fails(file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "w.yaml"
    wrong.write_text(PLAN.replace("count: 1", "cuont: 1"), encoding="utf-8")
    result = RUNNER.invoke(plan_command.app, ["check", str(wrong), str(file)])
    assert result.exit_code == 1
    assert f"{wrong}:9:" in result.stderr
    assert "是否想写 count" in result.stderr
    assert "正确" in result.stdout


def test_check_with_days_for_what_the_text_masks() -> None:
    command = ["check", "relief/township-ten-day-notice", "--season", "2026", "--json", "--fill"]
    filled = RUNNER.invoke(plan_command.app, [*command, "season.from=2027-01-10"])
    (plan,) = json.loads(filled.stdout)
    assert plan["open"] == ["season.to"]
    assert "在方案开始（1月10日）之前" in filled.stdout
    for wrong in ("season.frm=2027-01-10", "season.from=2027"):
        assert isinstance(RUNNER.invoke(plan_command.app, [*command, wrong]).exception, Invalid)


def test_check_finds_contradictions_in_the_calendar() -> None:
    found = RUNNER.invoke(plan_command.app, ["check", "relief/township-ten-day-notice", "--season", "2026"])
    assert found.exit_code == 1
    assert re.search(r"relief/township-ten-day-notice:\d+: 矛盾：“镇审核并上报县”可以到 1月17日", found.stdout)
    assert "（001#1 ¶17、001#1 ¶10）" in found.stdout
    assert "→ “镇审核并上报县”最迟 1月13日 完成" in found.stdout
    assert "启用时要填的日期：season.from、season.to" in found.stdout
    assert re.search(r"镇和村组同时公示 +1月4日 +1月14日 +1月5日 +1月15日 +1", found.stdout)

    fitting = RUNNER.invoke(
        plan_command.app, ["check", "relief/subdistrict-three-notices", "--season", "2026", "--json"]
    )
    assert fitting.exit_code == 0
    (plan,) = json.loads(fitting.stdout)
    assert plan["contradictions"] == 0
    assert [one["code"] for one in plan["findings"]] == ["steps_fit"]
    step = next(row for row in plan["schedule"] if row["title"] == "一榜：救助对象")
    assert (step["earliest_end"], step["latest_start"], step["slack"]) == ("2026-10-07", "2026-10-19", 19)


def test_schema_is_printed() -> None:
    assert RUNNER.invoke(plan_command.app, ["schema"]).output == json_schema()


def test_a_missing_file_is_said_so() -> None:
    with pytest.raises(Invalid, match="读不了文件"):
        plan_command.read("nowhere/at-all")


def test_activate_and_report(committed_db, cast, file: Path) -> None:  # type: ignore[no-untyped-def]
    divisions()
    for day in ("2026-13-01", "tomorrow"):
        with pytest.raises(Invalid):
            plan_command.activate(str(file), by=cast.officer, now=NOW, region=COUNTY, starts_on=day)
    activation = plan_command.activate(str(file), by=cast.officer, now=NOW, region=COUNTY, ends_on="2026-12-03")
    assert activation.ends_on.isoformat() == "2026-12-03"
    with pytest.raises(Conflict):
        plan_command.activate(str(file), by=cast.officer, now=NOW, region=COUNTY)


def test_report_of_a_past_moment_and_of_ones_own_region(committed_db, cast) -> None:  # type: ignore[no-untyped-def]
    divisions()
    activate(cast.officer)
    record(Patrolled(), now=NOW + timedelta(days=2), acted_at=NOW + timedelta(hours=1))
    settle()
    then = compliance_command.reported(by=cast.clerk_a, at=NOW + timedelta(days=1))
    now = compliance_command.reported(by=cast.clerk_a, at=NOW + timedelta(days=2))
    assert {one["region"] for one in now["instances"]} == {TOWNSHIP_A}
    assert (then["counts"], now["counts"]) == ({"broken": 1, "open": 1}, {"met": 1, "broken": 1, "open": 1})
    assert json.loads(json.dumps(now)) == now
    assert any(line == f"{TOWNSHIP_A} daily: 未落实 1，已落实 1，进行中 1" for line in compliance_command.lines(now))
    with pytest.raises(Forbidden):
        compliance_command.reported(by=cast.storekeeper, at=NOW)


def test_times_without_a_zone_are_shanghai() -> None:
    assert compliance_command.parsed("2026-12-01T20:00") == NOW
    assert compliance_command.parsed("2026-12-01T12:00Z").astimezone(SHANGHAI) == NOW
    with pytest.raises(Invalid):
        compliance_command.parsed("yesterday")
