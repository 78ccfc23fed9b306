"""Phrases of orders that hang together: who reports to whom and when, counts on top of others, shares, lists of clauses."""

from decimal import Decimal

import pytest

from tests.plans.importing.phrases import (
    amount,
    assert_reads,
    between,
    by,
    fact,
    lasts,
    maybe,
    often,
    readings_of,
    report,
    season,
    some,
)

# Readings of each phrase in the terms of the answer keys (bench/import_keys/README.md); all phrases are invented.
CASES = [
    (
        "有人受冻的，1小时内进行初报，随后每6日续报一次，情况平息后上报核报。",
        [lasts(1, "hours", "at_most"), report("event"), report("6 days"), report("event")],
    ),
    ("上报分为初报、续报和核报。", []),
    ("灾情稳定前每日续报，稳定后3日内核报。", [report("day"), report("event"), lasts(3, "days", "at_most")]),
    (
        "社区7时前报街道，街道8时前报区，区每日9时前报市。",
        [report("day", "07:00"), report("day", "08:00"), report("day", "09:00")],
    ),
    ("各点值守期间执行物资零报告制度。", [report("day")]),
    ("红色预警时一日三报，分别为8时、14时、20时。", [report("day")]),
    ("供水期间每3小时报告一次水压。", [report("3 hours")]),
    ("每旬末报一次燃煤消耗表。", [report("ten days")]),
    ("走访情况于12月8日前书面报综治办。", [by("12-08"), report("once")]),
    ("排查清单经站长签字后交镇民政所。", [report("unstated")]),
    ("各组每天下午6点前把当日进度发至街道工作群。", [report("day", "18:00")]),
    ("散会后要及时向区纪委报告。", [report("event")]),
    ("变更事项应向镇党委书面报告。", [report("unstated")]),
    ("名单审定的，于次日报镇民政办。", [fact("deadline", "next day"), report("once")]),
    ("社区干部每日巡查1次；遇大风预警，再增加2次。", [often(1, "day"), often(2, "occasion")]),
    ("预警期间每日巡查增加至3次。", [maybe(often(3, "day"))]),
    ("每月逢三、逢八入户看望。", [often(6, "month")]),
    ("配电箱半年检修一次，消火栓每季度试压1次。", [often(1, "half year"), often(1, "quarter")]),
    ("暖房供应时间为每日17时至次日7时。", []),
    ("开放时间为每日17时至次日7时。", []),
    ("供热自2025年11月10日零时起至2026年4月5日24时止。", [season("11-10", "04-05")]),
    ("到2026年年底，探访率达到90%以上。", [by("12"), amount(90, "percent", "at_least")]),
    ("按低保月标准的2至5倍救助。", [between(2, 5, "fold")]),
    ("最高不超过当地低保标准的8倍。", [amount(8, "fold", "at_most")]),
    ("抽查户数不少于五分之一，经费由镇级承担三成。", [amount(20, "percent", "at_least"), amount(30, "percent")]),
    ("两级财政各承担一半，七成以上用于口粮。", [amount(50, "percent"), amount(70, "percent", "at_least")]),
    ("发放八成新棉衣，形成合力，一成不变。", []),
    ("大米、挂面各2袋。", [amount(2, "bag")]),
    (
        "低保户、监测户各400元，老工人各200元。",
        [amount(400, "yuan/household"), amount(200, "yuan/person"), maybe(some("低保户", "监测户"))],
    ),
    ("各站应配喊话器不少于2只、水泵1台套。", [amount(2, "piece", "at_least"), amount(1, "unit")]),
    ("值守器材一个采暖季度盘点一次。", [maybe(often(1, "quarter"))]),
    ("走访对象：低保户；监测户；孤儿；重残户。", [some("低保户", "监测户", "孤儿", "重残户")]),
    (
        "慰问以下人员：一是低保户，二是特困人员，三是孤儿，四是失独家庭。",
        [some("低保户", "特困人员", "孤儿", "失独家庭")],
    ),
    ("检查幼儿园、学校食堂、敬老院、在建工地。", [some("幼儿园", "学校食堂", "敬老院", "在建工地")]),
    ("夜查火车站/汽车站/广场/桥洞。", [some("火车站", "汽车站", "广场", "桥洞")]),
    ("对烂尾楼、废弃厂房、瓜棚、鱼棚等处逐一查看。", [some("烂尾楼", "废弃厂房", "瓜棚", "鱼棚")]),
    ("妇女、儿童、老年人和残疾人先行转移。", [some("妇女", "儿童", "老年人", "残疾人")]),
    ("做到每日一巡查、每周一通报、每月一总结。", [often(1, "day"), report("week"), often(1, "month")]),
    ("每季度回访1次，全年不少于5次。", [often(1, "quarter"), often(5, "year", "at_least")]),
    ("每季度第二个月15日前发放护理补贴。", []),
    ("对重病户每天一问、每月一访。", [often(1, "day"), often(1, "month")]),
    ("9月、11月、1月底前各报送一次台账。", [by("09"), by("11"), by("01"), report("once")]),
    ("11月上旬完成摸底，中旬完成评议，下旬发放到户。", [by("11-early"), by("11-mid"), by("11-late")]),
    ("每户用电补贴0.1元/度。", [amount("0.1", "yuan/kwh")]),
    ("救援站每月25日前报送服务月报表，区民政局每季度末汇总后报市民政局。", [report("month"), report("quarter")]),
    ("（1）灾情初报。", []),
    ("重大险情根据需要随时报告。", [report("event")]),
    ("走访记录每周汇总一次，周一上午九点前交街道。", [report("week", "09:00"), often(1, "week")]),
    (
        "节日由一名领导带班，值班表每月20日前报办公室。",
        [amount(1, "persons"), report("month"), maybe(lasts(24, "hours"))],
    ),
    ("每月理发1次、剪甲2次。", [often(1, "month"), often(2, "month")]),
    (
        "对低保家庭、孤儿家庭、重病家庭，各发放补助350元。",
        [amount(350, "yuan/household"), some("低保家庭", "孤儿家庭", "重病家庭")],
    ),
    (
        "每户备足10天的粮食和不少于300公斤的取暖煤。",
        [lasts(10, "days"), amount(300, "kg/household", "at_least")],
    ),
    ("慰问物品：毛巾60条，感冒冲剂40盒×8元。", [amount(60, "piece"), amount(40, "box"), amount(8, "yuan")]),
    ("对獨居老人、殘疾人物件、低保戶等困難群眾逐戶慰問。", [some("独居老人", "残疾人", "低保户")]),
    ("拨付时间不应晚于验收合格后20日。", [lasts(20, "days", "at_most")]),
    ("集中照护不少于6个半天。", [lasts(3, "days", "at_least")]),
    ("假期照料，共四周。", [lasts(4, "weeks")]),
    ("镇元宵节前形成报告呈县政府。", [by("元宵节"), maybe(report("once"))]),
    ("山塘周边设警戒绳，每处不少于3根。", [amount(3, "piece/station", "at_least")]),
    ("村里募集图书200册、棉衣40件。", [amount(200, "piece"), amount(40, "piece")]),
    (
        "慰问重度残疾人对象，复员军人，双定对象，烈士家庭，失独家庭。",
        [some("重度残疾人", "复员军人", "双定对象", "烈士家庭", "失独家庭")],
    ),
    ("看守山塘、冰面、在建工地。", [some("山塘", "冰面", "在建工地")]),
    ("增发10%至30%，自付比例15-25%。", [between(10, 30, "percent"), between(15, 25, "percent")]),
    ("按本地最低工资标准的40%发放。", [amount(40, "percent", "exact")]),
    (
        "坚持“日排查、周会查、月总结、季度专项排查”制度。",
        [often(1, "day"), often(1, "week"), often(1, "month"), often(1, "quarter")],
    ),
    ("宿舍每天通风两到三次。", [fact("frequency", (Decimal(2), Decimal(3)), per="day", bound="range")]),
    ("锅炉房每班两人，消防斧每层配1把。", [amount(2, "persons/shift"), amount(1, "piece")]),
    ("每学期演练一次。", [often(1, "term")]),
    ("医生每月给老人测三次血糖、做一次体检。", [often(3, "month"), often(1, "month")]),
    (
        "每户配暖手炉一台，每次不多于10份，费用由镇村各出一半。",
        [amount(1, "unit/household"), amount(10, "portion", "at_most"), amount(50, "percent")],
    ),
    ("各组每周日晚7点前在群里报平安，每月最后一天交值守台账。", [report("week", "19:00"), report("month")]),
    ("封路期间每三小时向指挥部报一次滞留车辆和放行情况。", [report("3 hours")]),
    ("同一住户一年只补助一次，整改率不低于九成五。", [often(1, "year"), amount(95, "percent", "at_least")]),
    ("三成用于大病患者，其余用于困境儿童。", [maybe(amount(30, "percent"))]),
]


@pytest.fixture(scope="module")
def read():
    return readings_of(CASES)


@pytest.mark.parametrize(("phrase", "facts"), CASES)
def test_chain(read, phrase, facts):
    assert_reads(facts, read[phrase])
