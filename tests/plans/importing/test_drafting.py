"""Draft plan files: what becomes an entry passes the loader, the rest stands in remarks in our words."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from nuandong.cli import plan as plan_command
from nuandong.duty.kinds import TeamKind
from nuandong.kernel.errors import Invalid
from nuandong.plans.importing.document import Document
from nuandong.plans.importing.drafting import draft
from nuandong.plans.importing.finding import Found, find
from nuandong.plans.importing.kept import decided
from nuandong.plans.importing.layout import plans_of
from nuandong.plans.importing.mapping import mapping
from nuandong.plans.loader import LoadedPlan, load
from nuandong.plans.schema import ByDeadline
from nuandong.plans.vocabulary import vocabulary
from nuandong.publicity.catalogue import channels
from nuandong.tasks.kinds_of_work import kinds

TEXT = """某县寒冬送温暖专项行动方案
自2024年11月1日起至2025年3月31日止，原则上各地每周开展2次以上街面巡查。
发布寒潮预警后，应每天开展街面巡查。重点巡查车站、桥梁涵洞、公园、外星基地等区域。
接到求助线索后，30分钟内到达现场，路途确实很远的60分钟内到达现场。
实行24小时值班接待和领导带班，求助热线24小时畅通。节日期间，实行24小时巡查。
第一阶段：摸排阶段（11月1日至11月15日）。春节前全部发放到位。
1月20日前将救助资金发放到户。张榜公示不少于7天。
每周一12:00前向县民政局报送周报表，3月31日前报送总结。
入户走访率达到100%。每户补助不低于300元。
严禁挪用资金，不得优亲厚友。
会同公安、城管、卫健等部门。
"""


def found(text: str) -> Found:
    return find(Document("x", plans_of(text.split("\n"), "x")))[0]


def drafted(one: Found) -> tuple[str, LoadedPlan]:
    words = vocabulary(teams=TeamKind.values)
    text = draft(one, source="900#1", name="import-1", places=words.places)
    return text, load(text.encode(), "draft.yaml", words)


def test_sure_findings_become_entries_of_a_file_that_loads() -> None:
    text, loaded = drafted(found(TEXT))
    plan = loaded.plan
    assert (plan.family, plan.level, str(plan.season.from_), str(plan.season.to)) == (
        "rescue",
        "county",
        "11-01",
        "+1/03-31",
    )
    rows = [(duty.id, duty.kind, duty.strength.value, duty.source) for duty in plan.obligations]
    assert rows == [
        ("patrol", "at_least", "in_principle", "900#1 ¶1"),
        ("patrol-2", "at_least", "must", "900#1 ¶2"),
        ("on-scene", "within", "must", "900#1 ¶3"),
        ("reception", "presence", "must", "900#1 ¶4"),
        ("hotline", "presence", "must", "900#1 ¶4"),
        ("patrol-all-day", "presence", "must", "900#1 ¶4"),
        ("money-paid", "by_deadline", "must", "900#1 ¶6"),
        ("notice", "lasts", "must", "900#1 ¶6"),
        ("visited", "coverage", "must", "900#1 ¶8"),
    ]
    assert [(one.id, one.report, str(one.by), one.to) for one in plan.reports] == [
        ("report-1", "weekly", "every Monday 12:00", "县民政局"),
        ("report-2", "summary", "+1/03-31", None),
    ]
    assert [(str(one.starts), str(one.ends)) for one in plan.phases] == [("11-01", "11-15")]
    assert [one.id for one in plan.prohibitions] == ["never-diversion", "never-favouring"]
    assert plan.key_locations == ("bus_station", "bridge", "park")
    assert list(plan.organisation.members) == ["公安", "城管", "卫生健康"]
    assert "# ¶5 期限：春节之前（以节日或时令为限，没有写日期）" in text
    assert [(one.title, one.unit, one.per, one.at_least) for one in plan.amounts] == [
        ("至少 300 元，每户", "fen", "household", 30_000)
    ]
    assert [one.check for one in plan.prohibitions] == ["diversion", "favouring"]


def entered(text: str, name: str) -> list[Any]:
    """What stands in a list of the draft of a plan with one paragraph; a duty stands beside it so that it loads."""
    loaded = drafted(found(f"某县救助工作方案\n每天开展街面巡查。\n{text}"))[1]
    return [one.model_dump(mode="json", exclude_none=True) for one in getattr(loaded.plan, name)]


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("每人每天1斤成品粮。", "amounts", {"need": "food", "unit": "gram", "per": "person_day", "exact": 500}),
        ("每户2至4床棉被。", "amounts", {"unit": "quilt", "per": "household", "at_least": 2, "at_most": 4}),
        ("投入资金2.5万元。", "funds", {"amount_fen": 2_500_000, "payer": "未写明"}),
        ("储备棉被2000床。", "items", {"rule": "stock", "items": ["棉被"]}),
        ("重点关爱空巢老人、留守儿童、重度残疾人。", "eligibility", {"rule": "priority"}),
        ("救助孤儿、残疾人、低保对象。", "eligibility", {"rule": "include"}),
        ("遇突发情况及时向县民政局报告。", "reports", {"to": "县民政局"}),
        ("不得以换取好评为目的救助。", "prohibitions", {"title": "禁止：以换取好评为目的救助"}),
        ("每天集中行动时间为14:00-22:00。", "obligations", {"id": "patrol-2", "hours": "14:00-22:00"}),
        ("每季度召开一次会议。", "obligations", {"id": "meeting", "per": "1 quarter", "count": 1}),
        ("每半年召开两次会议。", "obligations", {"id": "meeting", "per": "1 half year", "count": 2}),
        ("1月5日前召开动员大会。", "obligations", {"where": {"work": "meeting_held"}}),
        ("实行24小时值班，领导在岗带班。", "obligations", {"id": "duty-desk", "with_leader": True}),
    ],
)
def test_more_findings_become_entries(text: str, name: str, said: dict[str, Any]) -> None:
    assert said.items() <= entered(text, name)[-1].items()


def test_a_feast_that_a_person_kept_is_a_deadline() -> None:
    one = found("方案\n每天开展街面巡查。\n春节前完成慰问。")
    kept = decided(one, {str(place): "keep" for place, finding in enumerate(one.findings) if not finding.sure})
    duty = drafted(kept)[1].plan.obligations[-1]
    assert isinstance(duty, ByDeadline)
    assert (duty.id, str(duty.by)) == ("condolence", "before spring_festival")


@pytest.mark.parametrize(
    ("title", "text", "family", "level", "doubt"),
    [
        ("云上县消防安全冬防方案", "排查火灾隐患。", "safety", "county", ""),
        (
            "寒冬送温暖方案3",
            "募捐衣物，爱心捐赠，捐赠到校，再募捐。",
            "donations",
            "county",
            "类别（family）、层级（level）",
        ),
        ("关于做好冬春救助的通知", "受灾户救助，因灾困难户救助。\n云上市民政局", "relief", "city", ""),
        ("南明区清水街道慰问方案", "走访慰问。", "visits", "subdistrict", ""),
        ("冬季工作方案", "做好工作。", "care", "county", "类别（family）、层级（level）"),
    ],
)
def test_family_and_level_by_what_tells_them(title: str, text: str, family: str, level: str, doubt: str) -> None:
    made = draft(found(f"{title}\n{text}"), source="900#1", name="a", places=())
    assert f"family: {family}\n" in made
    assert f"level: {level}\n" in made
    assert f"{doubt}按用词推定，存疑" in made if doubt else "推定" not in made


def test_masked_days_stay_unknown() -> None:
    _text, loaded = drafted(found("方案\n20xx年x月x日至20xx年x月x日，每天开展街面巡查。20xx年x月x日前报送总结。"))
    assert loaded.plan.unknowns() == ("season.from", "season.to", "send-1")
    _text, loaded = drafted(found("方案\n11月中旬至次年3月15日，每天开展街面巡查。"))
    assert (loaded.plan.season.from_, str(loaded.plan.season.to)) == (None, "+1/03-15")
    assert "11 中旬" in str(loaded.plan.season.note)


def test_a_season_that_begins_in_the_new_year_stays_in_it() -> None:
    _text, loaded = drafted(found("方案\n从1月10日至2月10日，每天开展街面巡查。2月5日前完成物资采购。"))
    assert (str(loaded.plan.season.from_), str(loaded.plan.season.to)) == ("01-10", "02-10")
    assert [str(duty.by) for duty in loaded.plan.obligations if duty.kind == "by_deadline"] == ["02-05"]


def test_nothing_doubtful_and_nothing_without_counterpart_is_entered() -> None:
    text = draft(found("方案\n每年召开一次会议。已于1月3日前发放资金500元。"), source="900#1", name="a", places=())
    assert "obligations:" not in text
    assert "# 还没有义务" in text
    assert "# ¶1 次数：每年至少 1 次" in text


def test_what_a_person_rejected_stays_out() -> None:
    one = found(TEXT)
    kept = replace(one, findings=tuple(finding for finding in one.findings if finding.kind != "duty"))
    _text, loaded = drafted(kept)
    assert not any(duty.kind == "presence" for duty in loaded.plan.obligations)


def test_the_mapping_names_works_that_exist() -> None:
    rules = mapping()
    assert set(rules.channels) == set(channels())
    named = {
        rule.where["work"]
        for rule in (*rules.frequencies, *rules.durations, *rules.deadlines, *rules.percentages)
        if rule.where
    }
    assert named | set(rules.sent.values()) <= set(kinds())
    words = vocabulary(teams=TeamKind.values)
    assert set(rules.bans.values()) <= words.checks
    assert {code for codes in rules.warnings.values() for code in codes} <= words.warnings
    assert {code for codes in rules.places.values() for code in codes} <= words.places


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="gb18030")
    return path


def test_the_command_prints_json_text_and_draft(file: Path) -> None:
    runner = CliRunner()
    shown = runner.invoke(plan_command.app, ["import", str(file), "--json"]).output
    assert '"title": "某县寒冬送温暖专项行动方案"' in shown
    assert '"kind": "frequency"' in shown
    text = runner.invoke(plan_command.app, ["import", str(file)]).output
    assert "某县寒冬送温暖专项行动方案：10 段" in text
    assert "  ¶1     次数：每周至少 2 次（原则上）" in text
    assert "  ¶5   ? 期限：春节之前" in text
    assert runner.invoke(plan_command.app, ["import", str(file), "--draft"]).output.startswith("# 由方案文档导入的草稿")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["none.txt"], "plans.file_unreadable"), (["--draft", "--plan", "2"], "plans.document_has_fewer")],
)
def test_the_command_refuses(file: Path, arguments: list[str], code: str) -> None:
    given = arguments if arguments[0].endswith(".txt") else [str(file), *arguments]
    error = CliRunner().invoke(plan_command.app, ["import", *given]).exception
    assert isinstance(error, Invalid)
    assert error.code == code
