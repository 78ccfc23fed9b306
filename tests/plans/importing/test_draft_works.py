"""Work ordered without a number becomes a doubtful duty; what else of a text becomes a duty, a task, or nothing."""

from typing import Any

import pytest

from nuandong.plans.importing.draft_works import DOUBT, with_works, works
from nuandong.plans.importing.drafting import draft
from nuandong.plans.importing.kept import decided
from nuandong.plans.importing.telling import told
from nuandong.plans.schema import Plan
from nuandong.plans.vocabulary import vocabulary
from nuandong.tasks.kinds_of_work import kinds
from tests.plans.importing.test_drafting import drafted, found

NOW = "某县寒冬送温暖专项救助方案\n自11月1日起至次年3月31日止开展专项救助工作。\n"


def plan_of(text: str) -> Plan:
    return drafted(with_works(found(f"{NOW}{text}")))[1].plan


def rows(plan: Plan) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json", exclude_none=True) for one in plan.obligations]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("民政部门要会同公安、城管加强街面巡查，发现一例救助一例。", {"event": "rescue.patrol_completed", "by": "end"}),
        (
            "各乡镇要对困难家庭开展一次全面摸底，不漏一户。",
            {"where": {"work": "household_surveyed"}, "kind": "coverage"},
        ),
        ("要组织干部深入村组开展隐患排查，消除死角。", {"where": {"work": "hazard_checked"}, "scope": "each township"}),
        ("要进一步健全完善极端天气应对工作预案。", {"where": {"work": "contingency_plan_made"}}),
        ("各单位可以动员志愿者参与街面劝导工作。", {"where": {"work": "volunteers_organised"}, "strength": "may"}),
        (
            "对不愿接受救助的，应当提供必要的棉衣棉被。",
            {"kind": "never", "where": {"outcome": "refused", "kit": False}},
        ),
        (
            "对身份不明的受助人员，要及时发布寻亲公告。",
            {"kind": "within", "when": {"identity": "unknown"}},
        ),
        ("各地要广泛宣传救助政策，营造良好社会氛围。", {"event": "publicity.announced", "kind": "by_deadline"}),
        (
            "要充分利用广播、电视、微信公众号等媒体加大宣传力度，并发放明白纸。",
            {"where": {"through": ["leaflet", "radio", "television", "wechat"]}, "kind": "by_deadline"},
        ),
    ],
)
def test_what_a_sentence_orders_without_a_number_becomes_a_duty(sentence: str, said: dict[str, Any]) -> None:
    (duty,) = [one for one in rows(plan_of(sentence)) if said.items() <= one.items()]
    assert duty["source"] == "900#1 ¶2"
    assert "存疑" in duty["note"]


@pytest.mark.parametrize(
    "sentence",
    [
        "一、加强街面巡查",
        "去年全县共开展街面巡查，救助了一批流浪乞讨人员。",
        "为切实做好救助工作，加强街面巡查，制定如下方案。",
        "对街面巡查不力的单位，要严肃追究有关人员责任。",
        "要进一步提高思想认识，切实增强工作责任感。",
    ],
)
def test_headings_occasions_and_what_has_been_order_nothing(sentence: str) -> None:
    assert not [one for one in with_works(found(f"{NOW}{sentence}")).findings if one.kind == "work"]


def test_a_number_for_the_same_work_takes_its_place() -> None:
    text = "要加强街面巡查，及时发现救助对象。\n每周开展3次街面巡查。\n要再次加强街面巡查，不留死角死面。"
    patrols = [one for one in rows(plan_of(text)) if one["event"] == "rescue.patrol_completed"]
    assert [(one["kind"], one["source"]) for one in patrols] == [("at_least", "900#1 ¶3")]


def test_a_person_decides_about_every_piece_of_work() -> None:
    one = with_works(found(f"{NOW}要加强街面巡查，及时发现救助对象。\n要完善应对极端天气的应急预案。"))
    places = [place for place, finding in enumerate(one.findings) if finding.doubts == (DOUBT,)]
    assert [told(one.findings[place]) for place in places] == [
        "工作：街面巡查（没有写次数和期限）",
        "工作：制定应急预案（没有写次数和期限）",
    ]
    text, _loaded = drafted(one)
    assert "# 存疑、已写进文件的（没有写次数和期限）：\n# ¶2 街面巡查\n# ¶3 制定应急预案\n" in text
    kept = decided(one, {str(places[0]): "keep", str(places[1]): "drop"})
    text, loaded = drafted(kept)
    assert [duty.id for duty in loaded.plan.obligations] == ["patrol"]
    assert "存疑" not in str(loaded.plan.obligations[0].note)
    assert "# ¶3" not in text


def test_the_rules_name_works_and_events_that_exist() -> None:
    words = vocabulary()
    assert {one.work for one in works().works if one.work} <= set(kinds())
    assert {one.event for one in works().works} | {one.trigger for one in works().works if one.trigger} <= set(
        words.events
    )
    assert len({one.id for one in works().works}) == len(works().works)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("资金不得滞留，严禁虚报冒领。", {"kind": "never", "where": {"work": "funds_stranded"}}),
        ("对在站超过三个月的受助人员进行妥善安置。", {"event": "rescue.placement_applied", "time": "3 months"}),
        (
            "县级审定后，5个工作日内将资金打卡到户。",
            {"trigger": "relief.village_granted", "event": "relief.village_paid"},
        ),
        ("每月开展一次活动小结。", {"where": {"work": "summary_sent"}, "per": "1 month"}),
        ("每季度开展一次满意度测评。", {"where": {"work": "evaluation_done"}, "per": "1 quarter"}),
        ("每晚20时至24时上街巡查1次。", {"event": "rescue.patrol_completed", "per": "1 day"}),
        ("报警器安装率达到98%。", {"where": {"work": "co_alarm_installed"}, "percent": 98}),
        ("要落实领导带班制度。", {"kind": "presence", "hours": "24h", "with_leader": True}),
        ("加强对养老院、福利院等机构的安全检查。", {"kind": "coverage", "where": {"work": "institution_checked"}}),
        ("2月底前完成救助任务。", {"where": {"work": "relief_finished"}, "by": "+1/02-28"}),
    ],
)
def test_more_findings_become_duties(text: str, said: dict[str, Any]) -> None:
    duties = rows(drafted(found(f"{NOW}{text}"))[1].plan)
    assert any(said.items() <= one.items() for one in duties), duties


def test_a_prohibition_names_the_duty_that_watches_it() -> None:
    plan = plan_of("资金不得滞留，不得优亲厚友。")
    assert {(one.id, one.checked_by, one.check) for one in plan.prohibitions} == {
        ("never-late-funds", "watch", None),
        ("never-favouring", None, "favouring"),
    }


def test_what_is_due_without_a_known_record_is_a_task_or_the_end_of_a_stage() -> None:
    plan = plan_of(
        "每天开展街面巡查。\n（一）动员部署阶段（11月22日前）。各单位要制定具体实施方案。\n11月20日前取回帐篷桌椅。\n12月8日从县城出发。"
    )
    plan_made = next(one for one in rows(plan) if one["id"] == "plan-issued")
    assert (plan_made["source"], plan_made["by"]) == ("900#1 ¶3", "11-22")
    stage, dated = plan.phases
    assert (stage.title, str(stage.ends)) == ("动员部署阶段", "11-22")
    assert [(one.title, str(one.by), one.source) for one in dated.tasks] == [
        ("取回帐篷桌椅", "11-20", "900#1 ¶4"),
        ("从县城出发", "12-08", "900#1 ¶5"),
    ]


def test_a_time_allowed_without_a_known_beginning_is_a_step_of_its_own() -> None:
    plan = plan_of("每天开展街面巡查。\n乡镇应在7个工作日内完成审核。发现流浪乞讨人员后半小时内联系救助管理站。")
    (procedure,) = plan.procedures
    assert [(one.title, str(one.allows), one.after, one.source) for one in procedure.steps] == [
        ("乡镇应在完成审核", "7 working_days", (), "900#1 ¶3"),
        ("发现流浪乞讨人员后联系救助管理站", "30 minutes", (), "900#1 ¶3"),
    ]


def test_for_how_many_months_belongs_to_the_amount_before_it() -> None:
    plan = plan_of("每天开展街面巡查。\n按每人每天1斤成品粮，救助4至6个月。取暖每户每月100元，救助3至5个月。")
    assert [(one.per, one.months) for one in plan.amounts] == [("person_day", (4, 6)), ("household_month", (3, 5))]


def test_a_month_without_a_day_stays_unknown() -> None:
    text = draft(found("救助方案\n5月以前，全面完成冬春救助任务。"), source="900#1", name="a", places=())
    assert "by: unknown\n" in text
    assert "原文只写到 5 月" in text
