"""Lists of which no word is known, told by what opens, closes or heads them; all phrases are invented."""

import pytest

from nuandong.plans.importing.finding import find
from nuandong.plans.importing.reading import read_document
from tests.plans.importing.phrases import amount, assert_reads, by, maybe, often, readings_of, report, season, some

CASES = [
    (
        "对煤仓、磅台、料棚、机修间等地面重点部位每周检查一次。",
        [some("煤仓", "磅台", "料棚", "机修间"), often(1, "week")],
    ),
    ("协调盐务、烟草、农机等有关部门参加。", [some("盐务", "烟草", "农机")]),
    ("巡查小区出入口、单元门、消防通道。", [some("小区出入口", "单元门", "消防通道")]),
    ("慰问离休干部、副科级以上退休干部、老教师。", [some("离休干部", "退休干部", "老教师")]),
    (
        "节日里坚守岗位的供热、燃气、报社记者、机要等一线人员。",
        [some("供热", "燃气", "报社记者", "机要")],
    ),
    ("福利机构：县福利院、县殡葬所、各乡镇敬老院、县聋哑学校等。", [some("福利院", "殡葬所", "敬老院", "聋哑学校")]),
    ("实行全县公路应急抢险进展周报制度，以贯彻《县政府工作报告》。", [report("week")]),
    ("出现旅客滞留时，及时向县运管所通报情况。", [report("event")]),
    ("总结上一个月的经验。", []),
    ("对坡道、弯道、阴面路段撒布工业盐。", [some("坡道", "弯道", "阴面路段")]),
    ("做到不扔垃圾、不倒污水、不占公共区域。", []),
    ("资助残疾学生或者孤儿、单亲学生。", [some("残疾学生", "孤儿", "单亲学生")]),
    ("由每周值班领导和组员参加。", []),
    ("名单在21日早上9点前发给村里。", [by("unknown", "09:00")]),
    ("每月走访两次，照片于25日前交村里。", [often(2, "month")]),
    ("选派两位干事同去。", [amount(2, "persons")]),
    ("白菜200斤，萝卜40斤。", [amount(200, "jin"), amount(40, "jin")]),
    ("- 8:30—9:00 志愿者集合。", []),
    ("由各村、学校、医院等单位负责人参加。", []),
    ("省公安厅、省广电局、团省委和某市政府配合。", [some("公安厅", "广电局", "团省委", "市政府")]),
    (
        "清雪的街路有：北环路、东园路、南湖路、西坝路、106国道等。",
        [some("北环路", "东园路", "南湖路", "西坝路", "106国道")],
    ),
    ("每天在电视台播发提示。", [often(1, "day")]),
    ("实行日走访、周复查，工作队实行周报。", [often(1, "day"), often(1, "week"), report("week")]),
    ("收集整理、共享反馈信息。", []),
    ("每月5日、20日前报送报表。", [report("month")]),
    ("每周一、周四前报送信息。", [report("week")]),
    ("每周一、四巡查，情况报县局。", [often(2, "week"), maybe(report("unstated")), maybe(report("week"))]),
    ("12月21日开始接收申报，至1月15日止。", [season("12-21", "01-15")]),
    ("在春节前提供款物资助。", [by("春节")]),
    ("各区公所、警察局及救助站配合。", [some("区公所", "警察局")]),
    ("孤儿、所有在册的百岁老人、县工会认定的困难职工。", [some("孤儿", "百岁老人", "困难职工")]),
    ("肺病患者、矿难遗孤、烧伤病人均为救助对象。", [some("肺病患者", "矿难遗孤", "烧伤病人")]),
    ("某某社12月3日电，县里开始备煤。", []),
    ("从即日起，截止时间2月4日前。", [season("now", "02-04")]),
    ("于1月xx日领取年货，14日发放。", [by("unknown"), by("01-14")]),
    ("每人一只水杯，每户一张联系卡。", [amount(1, "piece/person"), amount(1, "piece/household")]),
    ("困难家庭及弱势群体的生活。", [maybe(some("困难家庭", "弱势群体"))]),
]


@pytest.fixture(scope="module")
def readings():
    return readings_of(CASES)


@pytest.mark.parametrize(("phrase", "facts"), CASES)
def test_list(readings, phrase, facts):
    assert_reads(facts, readings[phrase])


UNDER_HEADINGS = [
    ("一、慰问对象", "1、护林员、放映员、接线员、老村医；", ["护林员", "放映员", "接线员", "老村医"]),
    ("一、重点区域", "盐场、果窖、料场、窑厂。", ["盐场", "果窖", "料场", "窑厂"]),
    ("二、成员单位", "（一）盐务、烟草、农机。", ["盐务", "烟草", "农机"]),
    ("二、工作原则", "1、护林、防火、巡山、备勤；", None),
    ("一、慰问对象", "1、护林员由村里排队、登记、上门；", None),
]


@pytest.mark.parametrize(("heading", "line", "words"), UNDER_HEADINGS)
def test_a_paragraph_below_a_heading_is_the_list_the_heading_names(heading, line, words):
    text = f"某县暖冬行动方案\n为做好今冬工作，制定本方案。\n{heading}\n{line}\n特此通知，请遵照执行。\n"
    (plan,) = find(read_document(text.encode(), "plan.txt"))
    lists = [one.detail["words"] for one in plan.findings if one.kind == "categories"]
    assert lists == ([] if words is None else [words])


def test_a_bare_number_is_no_title():
    text = "某镇公开事项目录\n序号\n事项\n1\n政策文件\n10个工作日内公开\n2\n监督检查\n公示7天\n"
    (plan,) = find(read_document(text.encode(), "plan.txt"))
    assert plan.plan.title == "某镇公开事项目录"


def test_a_short_heading_further_down_is_no_title():
    text = "万家灯火项目执行程序\n申请条件\n本区困难家庭。\n救助标准\n每户500元。\n申请程序\n向村委会申请。\n"
    (plan,) = find(read_document(text.encode(), "plan.txt"))
    assert plan.plan.title == "万家灯火项目执行程序"


def test_support_and_times_of_day_are_no_furniture():
    lines = ["技术支持组:维护设备。", "审核:镇政府5个工作日内完成审核。", "于2025-12-20 09:00前报送县局。"]
    text = "\n".join(["某县暖冬行动方案", "为做好今冬工作，制定本方案。", *lines, "特此通知，请遵照执行。"])
    (plan,) = find(read_document(text.encode(), "plan.txt"))
    assert [one.text for one in plan.plan.paragraphs][1:4] == lines
