"""Phrases in, findings out: invented ones, none of them taken from a plan."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.plans.importing.document import Document, Paragraph, PlanText
from nuandong.plans.importing.finding import find, in_paragraph
from nuandong.plans.importing.findings import DOUBT_TITLES, KIND_TITLES, Finding
from nuandong.plans.importing.numerals import number
from nuandong.plans.importing.shadow import shadow_of


def found(text: str, kind: str) -> list[Finding]:
    return [one for one in in_paragraph(Paragraph(1, text)) if one.kind == kind]


def only(text: str, kind: str) -> Finding:
    (one,) = found(text, kind)
    return one


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30", 30),
        ("1,200", 1200),
        ("0.5", 0.5),
        ("三十", 30),
        ("十二", 12),
        ("二十四", 24),
        ("一百二十", 120),
        ("两", 2),
        ("半", 0.5),
        ("2.5万", 25000),
        ("二〇二五", 2025),
        ("伍佰", 500),
        ("叁拾万", 300000),
        ("三万五千", 35000),
        ("叁万伍仟", 35000),
        ("三四", 34),
        ("几", None),
        ("", None),
    ],
)
def test_numbers(text: str, value: float | None) -> None:
    assert number(text) == (None if value is None else Decimal(str(value)))


@pytest.mark.parametrize(
    ("text", "value", "unit", "detail"),
    [
        ("各街道每周至少开展两次夜间巡查。", 2, "per week", {"bound": "at_least", "of": "开展夜间巡查"}),
        ("每日巡查不得少于３次。", 3, "per day", {"bound": "at_least"}),
        ("每周一、三、五集中巡查。", 3, "per week", {"days": "一、三、五"}),
        ("每半个月召开一次会议。", 1, "per half month", {}),
        ("每两小时巡查一次。", 1, "per 2 hours", {}),
        ("网格员每3天走访1次。", 1, "per 3 days", {}),
        ("各站每天开展街面巡查。", 1, "per day", {}),
        ("每日14:00—22:00巡查。", 1, "per day", {"hours": "14:00-22:00"}),
        ("每季度抽查不少于5户。", 5, "per quarter", {"bound": "at_least"}),
        ("一周三次上门。", 3, "per week", {}),
        ("每月走访1—2次。", 1, "per month", {"up_to": 2}),
        ("实行一日一调度。", 1, "per day", {}),
    ],
)
def test_frequencies(text: str, value: int, unit: str, detail: dict[str, Any]) -> None:
    one = only(text, "frequency")
    assert (one.value, one.unit) == (value, unit)
    assert detail.items() <= one.detail.items()
    assert one.sure


@pytest.mark.parametrize("text", ["每户每天1斤口粮。", "每周一12:00前报送。", "不定期检查。", "每个人都要做好。"])
def test_what_is_no_frequency(text: str) -> None:
    assert found(text, "frequency") == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("接报后15分钟内出动。", 15, "minutes", "within"),
        ("应当在二十四小时内通知监护人。", 24, "hours", "within"),
        ("自受理之日起3个工作日内办结。", 3, "working days", "within"),
        ("公示不少于10日。", 10, "days", "at_least"),
        ("公示七个自然日。", 7, "natural days", "exactly"),
        ("滞留超过三个月的。", 3, "months", "more_than"),
        ("停业半年以上的企业。", 0.5, "years", "at_least"),
        ("一个半小时内赶到。", 1.5, "hours", "within"),
        ("救助4至6个月。", 4, "months", "range"),
        ("提前一个星期申请。", 1, "weeks", "before"),
        ("一般不超过１０天。", 10, "days", "at_most"),
        ("建成20分钟救助圈。", 20, "minutes", "within"),
    ],
)
def test_durations(text: str, value: float, unit: str, bound: str) -> None:
    one = only(text, "duration")
    assert (one.value, one.unit, one.detail["bound"]) == (value, unit, bound)


@pytest.mark.parametrize(
    "text",
    ["1月15日开会。", "实行24小时值班。", "开展三年行动。", "第3天上门。", "2024年以来多次受灾。", "一年一度的春节。"],
)
def test_what_is_no_duration(text: str) -> None:
    assert found(text, "duration") == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "detail"),
    [
        ("2024年11月20日前完成。", "2024-11-20", "date", {"bound": "by"}),
        ("20xx年1月20日之前完成。", "01-20", "date", {}),
        ("于20__年__月__日前报送。", "unknown", "date", {}),
        ("元月十日前完成。", "01-10", "date", {}),
        ("11月8日中午12点前报送。", "11-08", "date", {"clock": "12:00"}),
        ("12月底前入库。", "12-end", "date", {}),
        ("5月以前完成。", "05", "date", {}),
        ("登记截止时间为12月10日18:00。", "12-10", "date", {"clock": "18:00"}),
        ("每周五17时前报送。", "Fri", "every week", {"clock": "17:00"}),
        ("每月二十五日前报送。", 25, "every month", {"bound": "by"}),
        ("每月底报送。", "end", "every month", {"bound": "on"}),
        ("每季度末报送。", "end", "every quarter", {}),
        ("每天16:00前汇总。", "16:00", "every day", {}),
        ("当天办结。", "same day", "relative", {}),
        ("次日上午10点前反馈。", "next day", "relative", {"clock": "10:00"}),
        ("12月8日从县城出发。", "12-08", "date", {"bound": "on"}),
    ],
)
def test_deadlines(text: str, value: object, unit: str, detail: dict[str, Any]) -> None:
    one = only(text, "deadline")
    assert (one.value, one.unit) == (value, unit)
    assert detail.items() <= one.detail.items()
    assert one.sure


def test_a_day_that_cannot_be_and_a_feast_are_doubted() -> None:
    assert only("2月30日前完成。", "deadline").doubts == ("impossible_date",)
    assert only("春节前全部发放到位。", "deadline").doubts == ("named_day",)
    assert only("腊月二十日前完成。", "deadline").doubts == ("lunar",)


@pytest.mark.parametrize(
    "text", ["市局于1月4日召开了会议。", "根据12月31日调度会精神。", "自2023年9月份以来。", "若当天下雨则改期。"]
)
def test_days_that_bind_nobody(text: str) -> None:
    assert found(text, "deadline") == []


@pytest.mark.parametrize(
    ("text", "start", "end", "scope"),
    [
        ("自2024年11月1日起至2025年3月31日止。", "2024-11-01", "2025-03-31", "plan"),
        ("20xx年11月中旬至20xx年3月15日。", "11-mid", "03-15", "plan"),
        ("20__年__月__日-20__年__月__日", "unknown", "unknown", "plan"),
        ("从即日起至11月30日。", "now", "11-30", "plan"),
        ("摸排阶段（11月7日一8日）", "11-07", "11-08", "phase"),
        ("12月1日—翌年2月28日为集中行动阶段。", "12-01", "02-28", "phase"),
        ("从11月初开始，到次年3月底结束。", "11-start", "03-end", "plan"),
    ],
)
def test_windows(text: str, start: str, end: str, scope: str) -> None:
    one = only(text, "window")
    assert (one.value, one.scope, one.sure) == ({"from": start, "to": end}, scope, True)
    assert found(text, "deadline") == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "scope", "detail"),
    [
        ("每户不低于300元。", 300, "yuan", "household", {"bound": "at_least"}),
        ("重点户800—1200元/户。", 800, "yuan", "household", {"up_to": 1200}),
        ("共计12.5万元。", 125000, "yuan", "total", {}),
        ("每人每月补助600元。", 600, "yuan", "person/month", {}),
        ("人均每天不低于25元。", 25, "yuan", "person/day", {"bound": "at_least"}),
        ("每人每天0.5公斤粮食。", 0.5, "kg", "person/day", {"of": "粮食"}),
        ("每户二至三床棉被。", 2, "bed", "household", {"up_to": 3}),
        ("储备棉大衣200件。", 200, "piece", None, {"of": "棉大衣"}),
        ("不超过3000元。", 3000, "yuan", "total", {"bound": "at_most"}),
        ("惠及困难群众1.2万人。", 12000, "person", None, {}),
        ("每班不少于2人。", 2, "person", "shift", {"bound": "at_least"}),
    ],
)
def test_amounts(text: str, value: float, unit: str, scope: str | None, detail: dict[str, Any]) -> None:
    one = only(text, "amount")
    assert (one.value, one.unit, one.scope) == (value, unit, scope)
    assert detail.items() <= one.detail.items()


def test_amounts_that_need_a_look() -> None:
    assert only("500—200元/户。", "amount").doubts == ("two_values",)
    assert only("已筹措资金90,000元。", "amount").doubts == ("past",)
    assert found("一套班子，元旦，献上一份爱心。", "amount") == []


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("全县共有特困人员1203人。", ("background",)),
        ("2024年全县共救助312人次。", ("background",)),
        ("去年累计发放救助金50万元。", ("background",)),
        ("2024年救助流浪人员312人次。", ("background",)),
        ("截至目前，全县共排查困难群众2000户。", ("background",)),
        ("2025年救助标准为500元。", ()),
        ("2025年全县共安排资金50万元。", ()),
        ("2026年计划共救助312人次。", ()),
        ("共筹措资金50万元。", ()),
        ("救助312人次。", ()),
    ],
)
def test_what_is_counted_already_is_doubted(text: str, doubts: tuple[str, ...]) -> None:
    assert only(text, "amount").doubts == doubts


def test_a_standard_after_what_was_counted_is_sure() -> None:
    counted, standard = found("2024年共救助312人次，每次不超过3000元，总额为50万元。", "amount")[:2]
    assert (counted.doubts, standard.doubts) == (("background",), ())


def test_percentages_and_posts_and_hours() -> None:
    assert [(one.value, one.detail["of"]) for one in found("走访率要达到100%，知晓率不低于95%。", "percentage")] == [
        (100, "走访率"),
        (95, "知晓率"),
    ]
    assert only("值班电话24小时保持畅通。", "duty").value == ["hotline", "duty_desk"]
    assert only("二十四小时双人值班和领导带班。", "duty").value == ["duty_desk", "leader"]
    assert only("当日21:00至次日7:00开放。", "hours").value == "21:00-07:00"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("以低保户、特困人员、孤儿等为重点。", "beneficiaries", ["DIBAO", "tekun", "ORPHAN"]),
        ("重点巡查车站、立交桥下、公园、ATM机房。", "places", ["bus_station", "bridge", "park", "bank"]),
        ("会同公安、城管、卫生等部门。", "departments", ["police", "urban_management", "health"]),
        ("残疾人、失独家庭以及其他低收入家庭", "beneficiaries", ["disabled", "LOST_ONLY_CHILD", "low_income"]),
    ],
)
def test_lists(text: str, unit: str, value: list[str]) -> None:
    one = only(text, "categories")
    assert (one.unit, one.value, one.sure) == (unit, value, True)


@pytest.mark.parametrize(
    "text", ["排查消防、卫生等隐患。", "救助低保户。低保户是重点。", "敬老院要加强对残疾人的照料，老人另议。"]
)
def test_what_is_no_list(text: str) -> None:
    assert found(text, "categories") == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "detail"),
    [
        ("每周五17时前将本周情况报区民政局。", "weekly", "week", {"cut_off": "Fri", "recipient": "区民政局"}),
        ("每月25日前报送工作总结。", "summary", "month", {"cut_off": 25}),
        ("于3月10日前书面上报总结。", "summary", None, {"cut_off": "03-10", "forms": ["paper"]}),
        ("遇突发事件立即向县政府报告。", "incident", None, {"rhythm": "at once", "recipient": "县政府"}),
        ("名册由社区汇总后于1月8日前报街道办。", "ledger", None, {"cut_off": "01-08", "recipient": "街道办"}),
    ],
)
def test_reports(text: str, value: str, unit: str | None, detail: dict[str, Any]) -> None:
    one = only(text, "report")
    assert (one.value, one.unit, one.sure) == (value, unit, True)
    assert detail.items() <= one.detail.items()


def test_a_report_without_time_or_recipient_is_doubted() -> None:
    assert only("编发工作简报。", "report").doubts == ("no_recipient", "no_rhythm")
    assert found("举报电话12345，申报材料要齐全，已上报的除外。", "report") == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("严禁挪用、截留资金。", ["diversion"]),
        ("坚决杜绝冻死冻伤。", ["death_or_injury"]),
        ("不得以任何理由拒绝。", ["other"]),
    ],
)
def test_prohibitions(text: str, codes: list[str]) -> None:
    assert only(text, "prohibition").value == codes


@pytest.mark.parametrize(
    ("text", "strength", "condition"),
    [
        ("每周巡查3次以上。", "must", ()),
        ("原则上各地每周巡查3次以上。", "in_principle", ()),
        ("力争每周巡查3次以上。", "as_far_as_possible", ()),
        ("可每周巡查3次。", "may", ()),
        ("必须每周巡查3次。", "must", ()),
        ("发布寒潮橙色预警后，应每天巡查2次。", "must", ("cold_wave_warning",)),
        ("节日期间，每天巡查2次。", "must", ("holidays",)),
        ("出现雨雪天气时，夜间每天巡查2次。", "must", ("severe_weather", "night")),
        ("出现雨雪天气时上报。每天巡查2次。", "must", ()),
    ],
)
def test_strength_and_condition(text: str, strength: str, condition: tuple[str, ...]) -> None:
    one = only(text, "frequency")
    assert (one.strength, one.condition) == (strength, condition)


def test_who_is_told() -> None:
    assert only("各县（市、区）每周巡查3次。", "frequency").scope == "county"
    assert only("各乡镇要组织网格员每周走访3次。", "frequency").scope == "helper"
    assert only("每周巡查3次。", "frequency").scope is None


def test_numbers_of_paragraphs_and_silence() -> None:
    plan = PlanText(
        "方案", (Paragraph(1, "总则。"), Paragraph(2, "各村要认真地、每周走访3次。", (0, 6)), Paragraph(4, "附则。"))
    )
    (result,) = find(Document("x", (plan,)))
    assert [(one.paragraph, one.kind) for one in result.findings] == [(3, "frequency")]
    shown = result.as_json()
    assert (shown["paragraphs"], shown["silent"]) == (4, [1, 4])
    assert shown["findings"][0]["text"] == "每周走访3次"


_PIECES = st.sampled_from(
    [
        "每周",
        "每天",
        "每户",
        "不少于",
        "至少",
        "3",
        "两",
        "半",
        "十五",
        "次",
        "元",
        "万元",
        "小时内",
        "分钟",
        "个工作日",
        "天",
        "日前",
        "1月",
        "20xx年x月x日",
        "12:00",
        "前",
        "至",
        "—",
        "，",
        "。",
        "；",
        "、",
        "巡查",
        "报送",
        "总结",
        "市民政局",
        "低保户",
        "特困人员",
        "车站",
        "桥洞",
        "公安",
        "城管",
        "等",
        "24小时",
        "值班",
        "严禁",
        "挪用",
        "原则上",
        "寒潮预警",
        "（",
        "）",
        "%",
        "100",
        "公示",
        "床棉被",
        "/人",
        "以上",
        "超过",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_nothing_is_invented(text: str) -> None:
    """Whatever the text: every finding stands in it, and every number of a value stands in the words it was read from."""
    paragraph = Paragraph(1, text)
    for one in in_paragraph(paragraph):
        assert one.kind in KIND_TITLES
        assert set(one.doubts) <= set(DOUBT_TITLES)
        assert text[one.start : one.end] == one.text != ""
        if one.kind == "categories":
            assert all(word in one.text for word in one.detail["words"])
        elif isinstance(one.value, int | float) and one.kind in {"duration", "amount", "percentage"}:
            assert Decimal(str(one.value)) in _numbers_in(one.text)
        elif one.kind == "frequency":
            assert Decimal(one.value) in _numbers_in(one.text) | {Decimal(1), Decimal(one.text.count("、") + 1)}


def _numbers_in(text: str) -> set[Decimal]:
    written = re.findall(r"[\d,]+(?:\.\d+)?|[零一二两三四五六七八九十百千]+|半", shadow_of(text))
    values = {value for piece in written if (value := number(piece)) is not None}
    tens = {value * factor for value in values for factor in (Decimal(10_000), Decimal(100_000_000))}
    return values | tens | {value + Decimal("0.5") for value in values}


@pytest.mark.parametrize(
    "piece",
    ["上报", "每天开展", "2024年11月1日至", "低保户、", "每周开展3次以上街面巡查，", "1", "市局", "□", "年 ", "伍"],
)
def test_sentences_that_nobody_writes_cost_nothing(piece: str) -> None:
    """A sentence is read up to 1,000 characters: a million repetitions must not keep a page waiting."""
    assert list(in_paragraph(Paragraph(1, piece * 20_000))) == []


def test_what_is_found_when_it_is_found_is_reported_at_once() -> None:
    one = only("对住房出现危险的，要及时上报相关部门。", "report")
    assert (one.value, one.detail["rhythm"], one.detail["recipient"]) == ("incident", "at once", "相关部门")
    assert only("由社区将材料报乡（镇）人民政府。", "report").detail["recipient"] == "乡（镇）人民政府"


def test_what_follows_something_done_is_doubted_too() -> None:
    told = list(in_paragraph(Paragraph(1, "截至12月15日，已走访800户，发放慰问金40万元；拟再慰问200户。")))
    assert [(one.kind, one.value, one.sure) for one in told] == [
        ("amount", 800, False),
        ("amount", 400000, False),
        ("amount", 200, True),
    ]
    assert [one.sure for one in found("总人口45万人，其中低保对象2.3万人。", "amount")] == [False, False]
