"""Phrases of plans nobody had read when the patterns were written: other numbering, units, characters and masks."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bench.answer_keys import Entry
from bench.answer_scores import details_agree, score
from bench.importing import in_terms_of_keys
from nuandong.plans.importing.finding import find
from nuandong.plans.importing.reading import read_document


def maybe(entry):
    """Another view of a fact that is there already."""
    return replace(entry, optional=True)


def fact(kind, value, unit="", per="", bound="", clock=""):
    return Entry(1, 1, kind, value, unit, per, bound, clock, optional=False)


def often(count, per, bound="exact"):
    return fact("frequency", Decimal(count), per=per, bound=bound)


def lasts(count, unit, bound="exact"):
    return fact("duration", Decimal(count), unit, bound=bound)


def season(start, end):
    return fact("duration", (start, end), "dates")


def by(day, clock=""):
    return fact("deadline", day, clock=clock)


def amount(count, unit, bound="exact"):
    return fact("amount", Decimal(str(count)), unit, bound=bound)


def between(low, high, unit):
    return fact("amount", (Decimal(low), Decimal(high)), unit, bound="range")


def some(*words):
    return fact("categories", words)


def report(rhythm, clock=""):
    return fact("report", rhythm, clock=clock)


# Readings of each phrase in the terms of the answer keys (bench/import_keys/README.md); all phrases are invented.
CASES = [
    (
        "（一）各镇工作队每周至少上街巡查两次，雨雪天气每日巡查不少于一次。",
        [often(2, "week", "at_least"), often(1, "day", "at_least")],
    ),
    ("1.网格员每月上门探访独居老人不低于4次。", [often(4, "month", "at_least")]),
    ("③夜间巡查每晚开展2次。", [often(2, "day")]),
    ("护理人员每周入户不得少于２次，每天电话联系1次。", [often(2, "week", "at_least"), often(1, "day")]),
    ("橙色预警生效期间，每日巡查三次以上。", [often(3, "day", "at_least")]),
    ("對獨居長者，社區每週探訪一次。", [often(1, "week")]),
    ("街面巡查每周开展不少于5次。", [often(5, "week", "at_least")]),
    ("接到求助电话后20分钟内出发，1小时内到达现场。", [lasts(20, "minutes", "at_most"), lasts(1, "hours", "at_most")]),
    ("公示期不少于五个工作日。", [lasts(5, "working days", "at_least")]),
    ("在村务公开栏张榜公示7天。", [lasts(7, "days")]),
    ("救助站实行24小时值守。", [lasts(24, "hours")]),
    ("站内照料一般不超过10日。", [lasts(10, "days", "at_most")]),
    ("滯留超過兩個月的受助人員，報請政府安置。", [lasts(2, "months", "at_least")]),
    ("乡镇应当自受理之日起15个工作日内完成审核。", [lasts(15, "working days", "at_most")]),
    ("寻亲公告应于入站后二十四小时内发布。", [lasts(24, "hours", "at_most")]),
    ("事后补录不得超过48小时。", [lasts(48, "hours", "at_most")]),
    ("公示期为3个自然日。", [lasts(3, "natural days")]),
    ("供暖补助发放期为4个月。", [lasts(4, "months")]),
    ("活动自即日起至20××年3月底。", [season("now", "03")]),
    ("第一阶段（11月25日至12月10日）：动员部署。", [season("11-25", "12-10")]),
    ("从2025年12月1日开始，至2026年2月28日结束。", [season("12-01", "02-28")]),
    ("二〇二五年十二月一日至二〇二六年三月十五日为集中行动期。", [season("12-01", "03-15")]),
    ("务必于12月25日前将救灾款发放到户。", [by("12-25")]),
    ("春节前完成慰问品发放。", [by("春节")]),
    ("資金應於2月10日之前撥付到戶。", [by("02-10")]),
    ("最迟不晚于元月15日完成入户核查。", [by("01-15")]),
    ("20xx年xx月xx日前完成设施检修。", [by("unknown")]),
    ("11月30日18:00前完成物资清点。", [by("11-30", "18:00")]),
    ("一月五日前全面完成摸底工作。", [by("01-05")]),
    ("每户发放取暖补贴600元。", [amount(600, "yuan/household")]),
    ("燃料补助按每人每月80元发放。", [amount(80, "yuan/person/month")]),
    ("一类户每户800元，二类户每户500元。", [amount(800, "yuan/household"), amount(500, "yuan/household")]),
    ("人均救助标准不得低于150元。", [amount(150, "yuan/person", "at_least")]),
    ("今冬共筹措资金12.5万元。", [amount(125000, "yuan")]),
    ("临时救助金300元至1500元。", [between(300, 1500, "yuan")]),
    ("抽查比例不低于20%。", [amount(20, "percent", "at_least")]),
    ("每人救助400～600元。", [between(400, 600, "yuan/person")]),
    ("口粮按每人每日0.5公斤发放。", [amount("0.5", "kg/person/day")]),
    ("单次救助最高不超过3000元。", [amount(3000, "yuan", "at_most")]),
    ("慰問金標準為五百元/戶。", [amount(500, "yuan/household")]),
    ("重点走访低保对象、特困人员、孤儿、重度残疾人等困难群体。", [some("低保对象", "特困人员", "孤儿", "重度残疾人")]),
    ("加强对火车站、汽车站、立交桥、地下通道等区域的巡查。", [some("火车站", "汽车站", "立交桥", "地下通道")]),
    ("会同公安、城管、卫健、交通等部门联合行动。", [some("公安", "城管", "卫健", "交通")]),
    (
        "對流浪未成年人、殘疾人、老年人、精神障礙患者實行保護性救助。",
        [some("未成年人", "残疾人", "老年人", "精神障碍患者")],
    ),
    (
        "关注高龄老人、失能老人、留守妇女、事实无人抚养儿童。",
        [some("高龄老人", "失能老人", "留守妇女", "事实无人抚养儿童")],
    ),
    ("由财政局、应急局、住建局、教育局配合。", [some("财政局", "应急局", "住建局", "教育局")]),
    ("实行日报制度，每日17:00前报送当日救助情况。", [report("day", "17:00"), maybe(by("17:00"))]),
    ("各街道每周五下午4时前报送工作小结。", [report("week", "16:00"), maybe(by("weekday-5", "16:00"))]),
    ("每月向市民政局报送统计报表。", [report("month")]),
    ("遇有突发事件，立即报告县委值班室。", [report("event")]),
    ("行动结束后10日内报送书面总结。", [report("once"), lasts(10, "days", "at_most")]),
    ("于1月20日前将工作总结报县民政局。", [report("once"), by("01-20")]),
    ("各縣區每週一向市局上報救助數據。", [report("week")]),
    (
        "根据受灾困难家庭的实际情况和当地生活水平，今年冬春期间的救助标准为每户不低\n\n于300元，由镇统一发放。",
        [amount(300, "yuan/household", "at_least")],
    ),
    ("联系人：张某，电话：0851-5550101，办公地点：3栋206室。", []),
    ("依据民发〔2014〕132号文件和《办法》第十二条制定本方案。", []),
    ("【相关文章】冬季送温暖方案12-08", []),
    ("附件：1.统计表　2.花名册", []),
    ("深入学习贯彻市委十二届六次全会精神。", []),
    ("坚持属地管理、分级负责、部门联动的原则。", []),
    ("第三条　包户干部每月走访不少于2次。", [often(2, "month", "at_least")]),
    ("第三条 包户干部每月走访不少于2次。", [often(2, "month", "at_least")]),
    ("社区工作者每天至少打一次电话。", [often(1, "day", "at_least")]),
    ("每周召开一次调度会。", [often(1, "week")]),
    ("一周至少三次电话问候。", [often(3, "week", "at_least")]),
    ("巡查频次每日不低于两轮。", [often(2, "day", "at_least")]),
    ("每个星期上门两次。", [often(2, "week")]),
    ("救助车辆须于半小时内到位。", [lasts(30, "minutes", "at_most")]),
    ("市区30分钟、乡镇60分钟内赶到。", [lasts(30, "minutes", "at_most"), lasts(60, "minutes", "at_most")]),
    (
        "3个工作日内完成审核，5个工作日内发放到位。",
        [lasts(3, "working days", "at_most"), lasts(5, "working days", "at_most")],
    ),
    ("公示不少于7日。", [lasts(7, "days", "at_least")]),
    ("公示时间为七天以上。", [lasts(7, "days", "at_least")]),
    ("救助期限一般为3—5个月。", [fact("duration", (Decimal(3), Decimal(5)), "months", bound="range")]),
    ("受理后两天内入户核查。", [lasts(2, "days", "at_most")]),
    ("资料保存期限不少于十年。", [lasts(10, "years", "at_least")]),
    ("行动时间为12月10日起至次年3月10日止。", [season("12-10", "03-10")]),
    ("（二）集中救助阶段（2025年12月11日—2026年2月20日）", [season("12-11", "02-20")]),
    ("（三）总结阶段（3月1日-10日）。", [season("03-01", "03-10")]),
    ("自通知印发之日起至2026年3月31日。", [season("now", "03-31")]),
    ("活动时间：__年__月__日至__年__月__日", [season("unknown", "unknown")]),
    ("活动时间：××××年×月×日至×月×日", [season("unknown", "unknown")]),
    ("活动时间：20**年**月**日—**月**日", [season("unknown", "unknown")]),
    ("12月15日下午5点前完成。", [by("12-15", "17:00")]),
    ("12月底前完成发放。", [by("12")]),
    ("元旦前将慰问品送到。", [by("元旦")]),
    ("元宵节前完成走访。", [by("元宵节")]),
    ("请于2026年1月8日之前反馈。", [by("01-08")]),
    ("2025年12月31日以前拨付完毕。", [by("12-31")]),
    ("截至11月25日须完成储备。", [by("11-25")]),
    (
        "标准：城市低保户1000元/户，农村低保户800元/户。",
        [amount(1000, "yuan/household"), amount(800, "yuan/household")],
    ),
    ("每户慰问金不少于1000元。", [amount(1000, "yuan/household", "at_least")]),
    ("每人不超过2000元。", [amount(2000, "yuan/person", "at_most")]),
    ("200元/人·月", [amount(200, "yuan/person/month")]),
    ("每户每天补助20元。", [amount(20, "yuan/household/day")]),
    ("慰问困难群众120户。", [amount(120, "households")]),
    ("拨付资金1,200,000元。", [amount(1200000, "yuan")]),
    ("入户率达到100%。", [amount(100, "percent")]),
    ("民政、公安、城管、卫生健康、交通运输等部门各司其职。", [some("民政", "公安", "城管", "卫生健康", "交通运输")]),
    ("重点救助低保边缘家庭、支出型困难家庭、受灾家庭。", [some("低保边缘家庭", "支出型困难家庭", "受灾家庭")]),
    ("脱贫不稳定户、边缘易致贫户、突发严重困难户", [some("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")]),
    ("每月5日前报送上月工作情况。", [report("month"), maybe(by("05")), maybe(by("day-5"))]),
    ("重大情况2小时内报告。", [report("event"), lasts(2, "hours", "at_most")]),
    ("活动结束后形成总结报告报县政府。", [report("once")]),
    ("请将统计表报县局备案。", [report("once")]),
    ("1月15日前报送名册至镇民政办。", [report("once"), by("01-15")]),
    ("各村要做好宣传报道工作。", []),
    ("接到群众报告后立即处置。", []),
    ("本方案自发布之日起施行。", []),
    ("第1页 共5页", []),
    (
        "（三）严把时限。受理申请后10个工作日内办结，情况紧急的24小时内先行救助，5个工作日内补办手续。",
        [lasts(10, "working days", "at_most"), lasts(24, "hours", "at_most"), lasts(5, "working days", "at_most")],
    ),
    ("四是抓好发放。12月31日前完成第一批资金拨付，2026年1月20日前完成第二批资金拨付。", [by("12-31"), by("01-20")]),
    (
        "补助标准为：散居特困人员每人每季度300元，低保户每户每年600元。",
        [amount(300, "yuan/person/quarter"), amount(600, "yuan/household/year")],
    ),
    ("①城区采暖期为11月15日至次年3月15日，共4个月。", [season("11-15", "03-15"), lasts(4, "months")]),
    (
        "对A类对象每户1500元、B类对象每户1000元、C类对象每户500元的标准予以补助。",
        [amount(1500, "yuan/household"), amount(1000, "yuan/household"), amount(500, "yuan/household")],
    ),
    ("救助站必须24小时有人值班，热线电话24小时畅通。", [lasts(24, "hours"), lasts(24, "hours")]),
    ("县民政局、财政局、卫健局、住建局要密切配合。", [some("民政局", "财政局", "卫健局", "住建局")]),
    (
        "重点巡查商场、超市、车站、医院、学校、在建工地、废弃厂房。",
        [some("商场", "超市", "车站", "医院", "学校", "在建工地", "废弃厂房")],
    ),
    ("各乡镇于每月28日前将当月救助台账报县民政局。", [report("month")]),
    ("每季度报送一次工作总结。", [report("quarter")]),
    ("专班每天16时前汇总情况并报县委办、政府办。", [report("day", "16:00")]),
    (
        "遇重大突发情况要第一时间报告，并在30分钟内电话续报。",
        [report("event"), lasts(30, "minutes", "at_most"), maybe(report("event"))],
    ),
    ("自12月1日起至次年2月底，每周开展一次集中行动。", [season("12-01", "02"), often(1, "week")]),
    ("对滞留满三个月仍无法查明身份的，提出安置申请。", [lasts(3, "months", "at_least")]),
    ("寻亲信息应在24小时内录入系统，并在7日内发布公告。", [lasts(24, "hours", "at_most"), lasts(7, "days", "at_most")]),
    ("走访面要达到90%以上。", [amount(90, "percent", "at_least")]),
    ("入冬前（11月10日前）完成取暖设施全面检查。", [by("11-10"), maybe(by("入冬"))]),
    (
        "对独居老人、留守儿童、重病患者，每日至少联系1次。",
        [some("独居老人", "留守儿童", "重病患者"), often(1, "day", "at_least")],
    ),
    ("2025年12月至2026年3月，开展为期四个月的专项行动。", [season("12", "03"), lasts(4, "months")]),
    ("一、活动时间　12月20日－1月20日", [season("12-20", "01-20")]),
    ("请各镇（街道）于2025年12月10日（周三）前报送联络员名单。", [by("12-10"), report("once")]),
    ("联系电话：12345678，传真：0851—5550102。", []),
    ("认真落实“八项规定”，做到“两个确保”“三个到位”。", []),
    ("根据省政府令第88号、县发〔2023〕15号文件。", []),
    ("要在12月5日、1月5日、2月5日前分三次报送进展情况。", [by("12-05"), by("01-05"), by("02-05"), report("once")]),
    ("对符合条件的家庭，给予不超过六个月的临时照料。", [lasts(6, "months", "at_most")]),
    ("本次慰问标准：每户现金800元，另发米、面、油各一份。", [amount(800, "yuan/household")]),
    ("每月走访不少于 2 次。", [often(2, "month", "at_least")]),
    ("每 3 天巡查 1 次，每月回访 两 次。", [often(1, "3 days"), often(2, "month")]),
    ("于 2025 年 12 月 10 日前完成。", [by("12-10")]),
    ("自 2025 年 12 月 1 日 至 2026 年 2 月 28 日开展行动。", [season("12-01", "02-28")]),
    ("每户补助 300 元，3 个工作日内到户。", [amount(300, "yuan/household"), lasts(3, "working days", "at_most")]),
    ("每半月报送一次工作情况。", [report("half month")]),
    ("每半月走访一次。", [often(1, "half month")]),
    ("1月10日起发放救助金。", []),
    ("实行每周一调度、每日一巡查制度。", [often(1, "week"), often(1, "day")]),
    ("每周一通报上周走访情况。", [report("week"), maybe(by("weekday-1"))]),
    ("行动时间：20XX年XX月XX日—XX月XX日", [season("unknown", "unknown")]),
    ("行动时间：Ｘ年Ｘ月Ｘ日—Ｘ年Ｘ月Ｘ日", [season("unknown", "unknown")]),
    ("行动时间：□□□□年□□月□□日至□□月□□日", [season("unknown", "unknown")]),
    ("行动从    年   月   日至    年   月   日。", [season("unknown", "unknown")]),
    ("请于2025年  月  日前报送花名册。", [by("unknown"), report("once")]),
    ("时间：2025年12月—2026年2月", [season("12", "02")]),
    ("时间：2025.12.1—2026.2.28", [season("12-01", "02-28")]),
    ("每户配发棉被1床、大米25公斤。", [amount(1, "quilts/household"), amount(25, "kg/household")]),
    ("每人发放棉衣1件、棉被1床。", [amount(1, "piece/person"), amount(1, "quilts/person")]),
    ("每人每天粮食0.5公斤、蔬菜1公斤。", [amount("0.5", "kg/person/day"), amount(1, "kg/person/day")]),
    (
        "每户不少于棉被1床、大米25公斤，全乡共300床棉被。",
        [amount(1, "quilts/household", "at_least"), amount(25, "kg/household", "at_least"), amount(300, "quilts")],
    ),
    (
        "大米库存不少于500公斤，最多不超过1000公斤。",
        [amount(500, "kg", "at_least"), amount(1000, "kg", "at_most")],
    ),
    ("储备不少于棉被50床、棉衣80件。", [amount(50, "quilts", "at_least"), amount(80, "piece", "at_least")]),
    ("每户补助500元、共计3万元。", [amount(500, "yuan/household"), amount(30000, "yuan")]),
    ("由3名副县长任副组长。", []),
    ("每户发放伍佰元整，合计叁拾万元。", [amount(500, "yuan/household"), amount(300000, "yuan")]),
    ("拨付资金三万五千元、补助2千元。", [amount(35000, "yuan"), amount(2000, "yuan")]),
    ("拨付3万5千元。", [amount(35000, "yuan")]),
    ("慰问户数不少于总户数的百分之十。", [amount(10, "percent", "at_least")]),
    ("实行周报告制度。", [report("week")]),
    ("建立健全月报告、零报告制度。", [report("month")]),
    ("每日下班前报送巡查日志。", [report("day")]),
    ("每半月上报一次。", [report("half month")]),
    ("公示期满无异议后3日内上报区民政局审批。", [report("once"), lasts(3, "days", "at_most")]),
    ("发现问题及时上报。", [report("event")]),
    ("公安、消防、交通、气象配合。", [some("公安", "消防", "交通", "气象")]),
    ("由派出所、卫生院、司法所、供电所协助。", [some("派出所", "卫生院", "司法所", "供电所")]),
    ("由公安、应急、水务、电力等部门配合。", [some("公安", "应急", "水务", "电力")]),
    ("抓好公安检查、交通安全、气象预警、消防设施工作。", []),
    ("巡查网吧、烂尾楼、桥洞、自助银行。", [some("网吧", "烂尾楼", "桥洞", "自助银行")]),
    ("巡查交通枢纽、候车室、隧道、菜市场。", [some("交通枢纽", "候车室", "隧道", "菜市场")]),
    ("关心环卫工人、快递员、外卖骑手等户外劳动者。", [some("环卫工人", "快递员", "外卖骑手")]),
    ("1月5日开始发放。", []),
    ("资金于1月底发放到位。", [by("01")]),
    ("行动时间：2025.12-2026.3", [season("12", "03")]),
    ("坚持日报告、周汇总制度。", [report("day")]),
    ("执行24小时值班和零报告制度。", [lasts(24, "hours")]),
    ("3名副局长任副组长，抽调5名工作人员。", [amount(5, "persons")]),
    ("巡查桥梁、涵洞、码头、广场。", [some("桥梁", "涵洞", "码头", "广场")]),
    ("行动结束后一周内报送总结。", [report("once"), lasts(1, "weeks", "at_most")]),
    ("预算 500 元 至 800 元。", [between(500, 800, "yuan")]),
    ("落实每日一报、每周一汇总。", [often(1, "day"), often(1, "week")]),
    ("实行每日一报告制度、每周一例会制度。", [report("day"), often(1, "week")]),
    ("每个救助点储备棉被20床、大米50公斤。", [amount(20, "quilts/station"), amount(50, "kg/station")]),
    ("热水供应早、中、晚各1次。", [often(3, "day")]),
    ("补助2千5百元，另拨1万2500元。", [amount(2500, "yuan"), amount(12500, "yuan")]),
    ("筹集善款42万，用于采购。", [amount(420000, "yuan")]),
    ("处500元以上2000元以下罚款。", [between(500, 2000, "yuan")]),
    ("被服按每户不少于2套准备。", [amount(2, "suits/household", "at_least")]),
    ("市救助站常备毛毯不低于80床、雨衣60件以上。", [amount(80, "quilts", "at_least"), amount(60, "piece", "at_least")]),
    ("每户补助不突破900元。", [amount(900, "yuan/household", "at_most")]),
    ("每名社工联系老人不超过20人。", [amount(20, "persons/person", "at_most")]),
    ("每案最高发给新台币三千元。", [amount(3000, "yuan/case", "at_most")]),
    ("募集600件（套）冬装，捐赠八成新棉衣1件。", [amount(600, "piece"), amount(1, "piece")]),
    ("抽查不得小于在册户数的8%。", [amount(8, "percent", "at_least")]),
    ("由两名志愿者陪同，慰问35个贫困户。", [amount(2, "persons"), amount(35, "households")]),
    ("每年一次性发放300元。", [amount(300, "yuan")]),
    ("日巡不少于三遍、夜巡不少于一遍。", [often(3, "day", "at_least"), often(1, "day", "at_least")]),
    (
        "各院每日自查、每周复查、每月演练两次。",
        [often(1, "day"), often(1, "week"), often(2, "month")],
    ),
    ("每逢周二开展联合夜查。", [often(1, "week")]),
    ("按月开展督查，两周一次会商。", [often(1, "month"), often(1, "2 weeks")]),
    ("全年组织演练不少于3次。", [often(3, "year", "at_least")]),
    ("每3小时巡房一次。", [often(1, "3 hours")]),
    ("每旬至少开展两次走访。", [often(2, "ten days", "at_least")]),
    ("隔日电话问候。", [often(1, "2 days")]),
    ("T+2个工作日内拨付。", [lasts(2, "working days", "at_most")]),
    ("在站时间不逾8天，超2个月的启动安置。", [lasts(8, "days", "at_most"), lasts(2, "months", "at_least")]),
    ("行动时间：20xx年x月xx日至xx日", [season("unknown", "unknown")]),
    ("202X年11月20日至202X年3月1日", [season("11-20", "03-01")]),
    ("供热期为每年11月10日0时至次年4月10日24时。", [season("11-10", "04-10")]),
    ("自12月5日起至元宵节止。", [season("12-05", "元宵节")]),
    ("从即日起至春节前，开展集中慰问。", [season("now", "春节")]),
    ("十一至十二月开展摸底。", [season("11", "12")]),
    ("11月上旬持续至次年3月。", [season("11-early", "03")]),
    ("一月五日至十二日公布名单。", [season("01-05", "01-12")]),
    ("本办法自2025年12月1日起施行。", []),
    ("腊月二十三前发放完毕。", [by("12-23")]),
    ("11月底前全部安装，12月底全部调试到位。", [by("11"), by("12")]),
    ("（一）宣传发动（11月3日）", [by("11-03")]),
    (
        "每周三18时前报本周数据，每月末报月报表。",
        [report("week", "18:00"), report("month"), maybe(by("weekday-3")), maybe(by("end"))],
    ),
    (
        "灾情最迟2小时内初报，每日8时前续报。",
        [lasts(2, "hours", "at_most"), report("event"), report("day", "08:00"), maybe(by("08:00"))],
    ),
    ("每日16时前汇总数据送县减灾办。", [report("day", "16:00"), maybe(by("16:00"))]),
    ("坚持每日零报告。", [report("day")]),
    ("突发敏感舆情须1小时内书面报告。", [report("event"), lasts(1, "hours", "at_most")]),
    ("于每月六日前將成果表函送縣政府社會處。", [report("month"), maybe(by("06"))]),
    ("護送病人送縣人民醫院。", []),
    ("對獨居長者、身心障礙者、街友每日關懷。", [some("独居长者", "身心障碍者", "街友")]),
    ("为货车司机、滞留旅客、环卫工人供应热水。", [some("货车司机", "滞留旅客", "环卫工人")]),
    ("依托高速服务区、加油站、暖心驿站设点。", [some("高速服务区", "加油站", "暖心驿站")]),
    ("检查12家养老机构、2家救助站、1家儿童福利机构。", [some("养老机构", "救助站", "儿童福利机构")]),
    ("由应急局、乡镇人民政府落实。", []),
    ("每日上午8点、下午4点各报平安一次。", [often(2, "day")]),
    ("每晚21时至23时巡街一轮。", [often(1, "day")]),
    ("每日早晚各查房一次。", [often(2, "day")]),
    ("一个自然年度内只补助一次。", [often(1, "year")]),
    ("不满14周岁的未成年人优先。", []),
    ("每个慰问对象一份慰问品、牛奶一箱。", [amount(1, "portion/person"), amount(1, "case/person")]),
    (
        "每户800元，并赠送食用油1桶、大米10斤。",
        [amount(800, "yuan/household"), amount(1, "bucket/household"), amount(10, "jin/household")],
    ),
    ("储备融雪剂5吨、推雪铲20把、对讲机6个。", [amount(5, "tonne"), amount(20, "piece"), amount(6, "piece")]),
    ("设立工作组3个、工作制度2个。", []),
    ("每平方米补贴4元。", [amount(4, "yuan/square_metre")]),
    ("设3到5名机动人员，约10人左右。", [between(3, 5, "persons"), amount(10, "persons")]),
    ("计划实施至3月上旬，于12月中旬开展回访。", [season("unknown", "03-early"), by("12-mid")]),
    ("20xx年底前关停。", [by("12")]),
    ("自十一月起实施，至次年四月止。", [season("11", "04")]),
    ("一月二十日。", []),
    ("灾情发生后，乡镇20分钟内逐级上报。", [lasts(20, "minutes", "at_most"), report("event")]),
    ("遇到各类情况，要妥善处置，并及时上报。", [report("event")]),
    ("每日18时汇总报镇应急办。", [report("day", "18:00"), maybe(by("18:00"))]),
    ("会同消防、商务等部门抽查。", [some("消防", "商务")]),
    ("按照《公安局、民政局、卫健局联合通知》要求办理。", []),
    ("城市低保家庭，农村五保户、特困户，生活困难的军烈属。", [some("低保家庭", "五保户", "特困户", "军烈属")]),
    ("值班室二十四小时輪值。", [lasts(24, "hours")]),
    ("灾情发生后2小时内向上一级民政部门报告。", [lasts(2, "hours", "at_most"), report("event")]),
    (
        "县局每日8时前将灾情报设区市局，市局每日9时前报省厅。",
        [report("day", "08:00"), report("day", "09:00"), maybe(by("08:00")), maybe(by("09:00"))],
    ),
    ("立即向镇防汛办公室汇报。", [report("event")]),
    ("书面报告应注明受灾范围和人员情况。", []),
    ("以县级民政部门为上报单位。", []),
    ("汇总截至前一天24时的数据。", []),
    ("由县民政局和省民政厅负责。", []),
    ("下拨资金35万余元，惠及200余户。", [amount(350000, "yuan"), amount(200, "households")]),
    ("每生每年不超过4000元。", [amount(4000, "yuan/person/year", "at_most")]),
    ("物资于10月初全部到位。", [by("10")]),
    ("走访孤寡户、孤儿，冬季生活确有困难的低保户、特困户。", [some("孤寡户", "孤儿", "低保户", "特困户")]),
    ("岗位补贴最高可达2800元/月。", [amount(2800, "yuan/month", "at_most")]),
    ("每月补助250元，每次不超过1500元。", [amount(250, "yuan/month"), amount(1500, "yuan/time", "at_most")]),
    ("送达300份“暖冬包”，配备2辆救助车。", [amount(300, "portion"), amount(2, "vehicle")]),
    ("每晚19时至22时由巡逻队上街。", [often(1, "day")]),
    (
        "每天在主干道、桥梁涵洞、建筑工地、社区广场、银行网点等重点区域开展巡查。",
        [often(1, "day"), some("主干道", "桥梁涵洞", "建筑工地", "社区广场", "银行网点")],
    ),
    ("演练定于1月12日（周一），上午9:30在镇政府举行。", [by("01-12", "09:30")]),
    ("紧盯城郊地区、老旧小区、“九小场所”、人员密集场所。", [some("城郊地区", "老旧小区", "九小场所", "人员密集场所")]),
    ("开展医保收缴、教育成果宣传。", []),
    ("将发放情况和照片报我局救灾科。", [report("once")]),
    ("募集物资：15双雨靴，30条围裙。", [amount(15, "pair"), amount(30, "piece")]),
    ("重建户春节前搬入新居。", [by("春节")]),
    ("12月1日至3日报名，6日公示，10日前发放。", [season("12-01", "12-03"), by("12-06"), by("12-10")]),
    ("每月5日报名，10日前发放。", [maybe(by("05")), maybe(often(1, "month"))]),
    ("由统计局、公安局、融媒体中心、能源集团配合。", [some("统计局", "公安局", "融媒体中心", "能源集团")]),
    (
        "巡查点位：\n（1）客运站、码头；\n（2）立交桥下；\n（3）网吧、自助银行。",
        [some("客运站", "码头", "立交桥", "网吧", "自助银行")],
    ),
    ("服务对象：①空巢老人；②重度残疾人；③困境儿童。", [some("空巢老人", "重度残疾人", "困境儿童")]),
    ("工作要求：\n1.加强领导；\n2.落实责任；\n3.严肃纪律。", []),
    ("由司法、港航等部门配合。", [some("司法", "港航")]),
    ("排查低洼地、祠堂等重点部位。", [some("低洼地", "祠堂")]),
    ("每日16时前，各站向区办报送接待量。", [report("day", "16:00")]),
    ("执行24小时零报告制度。", [report("day")]),
    ("每周三上报进度，没有进展也要零报告。", [report("week"), maybe(often(1, "week"))]),
    ("4月10日前递交工作总结。", [by("04-10"), report("once")]),
    ("月底前交当月台账。", [report("month"), maybe(often(1, "month"))]),
    ("续报：灾情稳定前每天8时前上报。", [report("day", "08:00"), maybe(often(1, "day"))]),
    ("防疫期间一日三测。", [often(3, "day")]),
    ("每月5日、15日、25日开展夜查。", [often(3, "month")]),
    ("低保户400元，特困户600元。", [amount(400, "yuan/household"), amount(600, "yuan/household")]),
    ("每月200元/人。", [amount(200, "yuan/person/month")]),
    ("燃煤按每吨900元补助。", [amount(900, "yuan/tonne")]),
    ("敬老院等机构每家补助8000元。", [amount(8000, "yuan/institution")]),
    ("每30人配一名护理员。", [amount(30, "persons"), amount(1, "persons")]),
    ("救助车每天跑三圈，独居老人四天见一面。", [often(3, "day"), often(1, "4 days")]),
    ("实行周报告、月小结。", [report("week"), report("month")]),
    ("按一户一床被子的标准发放。", [amount(1, "quilts/household")]),
    ("1小时内通报卫生局。", [lasts(1, "hours", "at_most"), report("event")]),
    (
        "（二）救助对象\n1、空巢老人；\n2、三、四级残疾人；\n3、困境儿童。",
        [some("空巢老人", "残疾人", "困境儿童")],
    ),
    (
        "（二）救助对象\n（一）孤儿。包括散居孤儿、事实孤儿和困境儿童。\n（二）残疾人。\n（三）空巢老人。",
        [some("散居孤儿", "事实孤儿", "困境儿童")],
    ),
    ("工作自12月5日启动，次年2月20日收尾。", [season("12-05", "02-20")]),
    ("旬查一次，雪天逐日排查。", [often(1, "ten days"), often(1, "day")]),
    ("储备四日份口粮，档案保管期五年。", [lasts(4, "days"), lasts(5, "years")]),
    ("报警器每只不超过150元。", [amount(150, "yuan/piece", "at_most")]),
    ("孤儿每人八百元并附书包一个。", [amount(800, "yuan/person"), maybe(amount(1, "piece"))]),
    ("隐患限期5日整改。", [lasts(5, "days", "at_most")]),
    ("台账保存三年，安置以20天为限。", [lasts(3, "years"), lasts(20, "days", "at_most")]),
    ("元旦前运抵各村，春节前7天全部发完。", [by("元旦"), by("春节"), lasts(7, "days", "")]),
]
OPENING = {
    False: "某县暖冬行动方案\n为做好今冬群众生活保障，制定本方案。\n",
    True: "某縣暖冬行動方案\n為做好今冬群眾生活保障，關心困難群眾，落實上級關於溫暖過冬的各項部署，結合本縣實際，制定本方案。\n"
    "堅持以人為本，確保受災群眾和特殊困難群體溫暖過冬，不發生凍傷凍死事件，維護社會和諧穩定。\n",
}
CLOSING = {False: "特此通知，请遵照执行。\n", True: "特此通知，請遵照執行。\n"}


def is_traditional(phrase):
    return any(character in "對滯資縣區週戶護" for character in phrase)


@pytest.fixture(scope="module")
def read():
    """Every phrase between two closings in one document of its characters; the readings by phrase."""
    readings = {}
    for traditional in (False, True):
        text, places = OPENING[traditional], {}
        for phrase, _facts in CASES:
            if is_traditional(phrase) is traditional:
                start = sum(1 for line in text.split("\n") if line.strip())
                places[phrase] = range(start, start + sum(1 for line in phrase.split("\n") if line.strip()))
                text += phrase + "\n" + CLOSING[traditional]
        (plan,) = find(read_document(text.encode(), "plan.txt"))
        for phrase, lines in places.items():
            here = [finding for finding in plan.findings if finding.paragraph in lines]
            readings[phrase] = [replace(one, paragraph=1) for finding in here for one in in_terms_of_keys(finding)]
    return readings


def test_a_short_traditional_text_is_read_as_one():
    (plan,) = find(read_document("送暖計畫\n每戶發給白米十公斤。\n".encode(), "plan.txt"))
    assert [(one.value, one.unit, one.scope) for one in plan.findings] == [(10, "kg", "household")]
    assert not read_document("送暖计划\n由葉某联系乾县、瀋阳两地。\n".encode(), "plan.txt").traditional


@pytest.mark.parametrize(("phrase", "facts"), CASES)
def test_unseen_phrase(read, phrase, facts):
    result = score(facts, read[phrase])
    assert (result.missed, result.wrong) == ([], [])
    assert all(details_agree(entry, found) for entry, found in result.hits)
