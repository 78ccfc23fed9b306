"""The pieces that patterns of library/words are built of, written @name@ there."""

import re
from collections.abc import Mapping
from typing import Final

from nuandong.plans.importing.numerals import NUMBER

_MASK: Final = r"[x_*○〇]"
_CHINESE_MONTH: Final = r"(?:十[一二]|[一二三四五六七八九十])"
_CHINESE_DAY: Final = r"(?:三十一?|[二]?十[一二三四五六七八九]|二十|[一二三四五六七八九十])"
_YEAR: Final = (
    rf"(?:(?:20\d{{2}}|20{_MASK}{{2}}|20\d{_MASK}|\d{{2}}(?=年)|1\d{{2}}(?=年)|{_MASK}{{2,8}}(?=\s?年)|{_MASK}(?=年{_MASK})|[二两][零〇○][零〇○一二三四五六七八九]{{2}}"
    r"|今|明|次|翌|来|第二|本|当)?\s?年\s?|20\d{2}[./-](?=\d{1,2}[./-]\d))"
)
_MONTH: Final = rf"(?P<month@>\d{{1,2}}|{_MASK}{{1,8}}|{_CHINESE_MONTH}|元|腊|正|冬(?=月[初廿二三十底末\d]))\s?月份?\s?"
_DAY: Final = (
    rf"(?:(?P<day@>\d?{_MASK}{{1,8}}|\d{{1,2}}|{_CHINESE_DAY})\s?(?:[日号]|(?=\s?(?:-|至|到))|(?=(?:之前|以前|前)(?![一二两三后来往期\d])))"
    rf"|(?<=[腊正冬]月)(?P<lunar@>初[一二三四五六七八九十]|廿[一二三四五六七八九]|二?十[一二三四五六七八九]?|三十|\d{{1,2}})(?![\d日号])"
    rf"|(?P<masked@>{_MASK}{{1,2}})(?=至|-|到)|(?P<third@>上旬|中旬|下旬|上中旬|中下旬|月?底|月?末|初))"
)
_DATE: Final = (
    rf"(?:(?P<year@>{_YEAR}))?(?:(?:{_MONTH})(?:{_DAY}|(?!\s?(?:\d{{1,2}}|{_CHINESE_DAY})\s?[日号]))|(?<=年)年?(?P<bare@>底|末|初))"
    rf"|(?P<dotted@>20\d{{2}}[./-]\d{{1,2}}[./-]\d{{1,2}})"
)
CLOCK: Final = (
    r"(?:上午|中午|下午|晚上|早上|早晨|凌晨|夜间|傍晚|晚|早)?\s?"
    r"(?:\d{1,2}:\d{2}|(?:\d{1,2}|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])(?:点|时)(?:整|半|[一二三]刻|\d{1,2}分?)?(?!间|段|候|期|刻))"
)
"""A clock time, as in 14:00, 下午2点 or 十五时."""
DURATION_UNITS: Final = {
    "分钟": "minutes",
    "小时": "hours",
    "钟头": "hours",
    "工作日": "working days",
    "自然日": "natural days",
    "天": "days",
    "日": "days",
    "周": "weeks",
    "星期": "weeks",
    "月": "months",
    "季度": "quarters",
    "年": "years",
}
PERIODS: Final = {
    "天": "day",
    "日": "day",
    "晚": "night",
    "夜": "night",
    "夜间": "night",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "季度": "quarter",
    "季": "quarter",
    "旬": "ten days",
    "半月": "half month",
    "年": "year",
    "学期": "term",
    "小时": "hour",
    "班次": "shift",
    "全年": "year",
    "年度": "year",
}
OCCASION: Final = "遇"
"""Stands for a period where a number of times is added on an occasion: 遇预警各增加1次."""
MONEY: Final = {
    "元": (1, "yuan"),
    "元钱": (1, "yuan"),
    "块钱": (1, "yuan"),
    "元整": (1, "yuan"),
    "百元": (100, "yuan"),
    "千元": (1_000, "yuan"),
    "万元": (10_000, "yuan"),
    "亿元": (100_000_000, "yuan"),
    "万": (10_000, "yuan"),
    "亿": (100_000_000, "yuan"),
}
_ALWAYS: Final = {"斤": "jin", "公斤": "kg", "千克": "kg", "克": "gram", "吨": "tonne", "床": "bed"}
_WITH_GOODS: Final = {
    "套": "set",
    "件": "piece",
    "条": "piece",
    "袋": "bag",
    "桶": "bucket",
    "份": "portion",
    "双": "pair",
    "箱": "case",
    "瓶": "bottle",
    "台": "unit",
    "张": "piece",
    "个": "piece",
    "副": "pair",
    "包": "packet",
    "盒": "box",
    "罐": "can",
    "顶": "piece",
    "根": "piece",
    "支": "piece",
    "杯": "cup",
    "餐": "meal",
    "升": "litre",
    "把": "piece",
    "辆": "vehicle",
    "壶": "piece",
    "提": "piece",
    "块": "piece",
    **dict.fromkeys(
        ("具", "只", "部", "艘", "架", "卷", "枚", "盏", "口", "株", "串", "捆", "筒", "册", "本", "封"), "piece"
    ),
    **dict.fromkeys(("台套", "台(套)", "台件"), "unit"),
    "板": "packet",
}
_NOT: Final = "不(?:得|应|能|可|宜|可以|应当)?"
LEAST: Final = (
    rf"(?:应|须|要|均)?(?:{_NOT}(?:少于|低于|小于|短于|下于)|至少|最少|起码"
    r"|最低(?!工资|生活|保障|收入|气温|温度)(?:不少于|不低于)?)"
)
MOST: Final = rf"(?:{_NOT}(?:超过|高于|多于|大于|超出|突破|长于|超|逾)|最多|至多|最高|控制在|最长|上限为?|封顶)"
"""How plans say that a number is a floor or a cap."""
_PEOPLE: Final = {
    "户": "household",
    **dict.fromkeys(("名", "位", "人", "人次"), "person"),
}
_FOLK: Final = {
    **dict.fromkeys(("困难家庭", "家庭", "贫困户", "困难户", "特困户", "低保户", "受灾户", "农户"), "household"),
    **dict.fromkeys(("工作人员", "机动人员", "医务人员", "志愿者", "队员", "学生", "老人", "老年人", "儿童"), "person"),
    **dict.fromkeys(("管理员", "护理员", "医生", "护士", "村医", "安全员", "督导员", "探访员"), "person"),
    **dict.fromkeys(
        ("孤儿", "残疾人", "困难群众", "社工", "网格员", "信息员", "联络员", "干部", "民警", "领导", "值班人员"),
        "person",
    ),
}
FEASTS: Final = {
    "春节": "spring festival",
    "元旦": "new year",
    "元宵": "lantern festival",
    "元宵节": "lantern festival",
    "冬至": "winter solstice",
    "腊八": "laba",
    "小年": "little new year",
    "除夕": "new year's eve",
    "清明": "tomb-sweeping day",
    "五一": "labour day",
    "端午": "dragon boat festival",
    "端午节": "dragon boat festival",
    "中秋": "mid-autumn",
    "中秋节": "mid-autumn",
    "国庆": "national day",
    "国庆节": "national day",
    "重阳": "double ninth",
    "重阳节": "double ninth",
    "两节": "two festivals",
    "双节": "two festivals",
    "入冬": "winter",
    "立冬": "start of winter",
    "立春": "start of spring",
    "汛期": "flood season",
    "入汛": "flood season",
    "供暖": "heating season",
    "供暖期": "heating season",
    "供热期": "heating season",
    "采暖期": "heating season",
}
"""Feasts and seasons that plans name in place of a day, and how findings call them."""
MEASURES: Final = {"倍": (1, "fold")} | {
    **{unit: (1, name) for unit, name in (_ALWAYS | _WITH_GOODS | _PEOPLE | _FOLK).items()},
    **MONEY,
}
NEEDS_GOODS: Final = frozenset(_WITH_GOODS)


def _either(words: Mapping[str, object]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def fragments(goods: str, per: str, act: str) -> dict[str, str]:
    """The pieces by name; goods, `per` words and acts come from library/words."""
    money = r"(?:元[钱整]?|[百千万亿]元|块钱)(?![月旦宵素])"
    unit = rf"(?:{_either(DURATION_UNITS)})"
    return {
        "number": NUMBER,
        "n": rf"(?P<n>{NUMBER}万?)[余多]?",
        "least": rf"(?P<least>{LEAST}(?:为|达到|达|在)?)",
        "most": rf"(?P<most>{MOST}(?:补助|补贴|救助)?(?:额度?|标准|金额|限额)?(?:不超过|可?[达至]|为|在)?)",
        "above": r"(?P<above>(?:及|含|\(含\))?以上|(?:及|\(含\))?以下|以内|之内|起|左右)",
        "period": rf"(?P<period>{_either(PERIODS)})",
        "dunit": rf"(?P<unit>{unit}(?!工作日|岁))",
        "dunit2": rf"(?P<unit1>{unit})",
        "date": _DATE.replace("@>", ">").join(("(?:", ")")),
        "date2": _DATE.replace("@>", "2>").join(("(?:", ")")),
        "clock": rf"(?P<clock>{CLOCK})",
        "clock2": rf"(?P<clock2>{CLOCK})",
        "money": money,
        "munit": rf"(?:{money}|{_either(_ALWAYS)}|{_either(_WITH_GOODS)})",
        "weight": rf"(?:{_either(_ALWAYS)})",
        "count": rf"(?:{_either(_WITH_GOODS)})",
        "goods": rf"(?P<goods>{goods})",
        "goods_word": goods,
        "per_word": per,
        "act": act,
        "times": r"(?:次(?![性数])|遍|趟|轮(?!流)|回(?![访复收])|期(?!间)|场(?!所)|圈(?!子)|面(?=[，。；、]|$))",
        "until": r"(?:-|至|到|起至|开始至|持续[至到]|延续[至到]|截止(?:时间|日期)?[:为至到]*|截至)+",
        "hour": f"(?:{CLOCK})",
        "visit": r"(?:走访|探访|巡查|排查|检查|联系|见面|入户|上门|到户|到家|回访|调度|会商|巡视|碰头|通话)",
        "span": f"(?:[^，。；\\d:]{{0,6}}?{CLOCK}(?:-|至|到)(?:次日|翌日)?{CLOCK})?",
        "heavy": r"(?:公斤|千克|吨|斤)",
        "feast": f"(?:{_either(FEASTS)})",
        "coin": r"(?:新台币|人民币|[¥￥])?",
        "kind": (
            r"[“\"]?(?:\([件套床条双台份张]\)|[一二三四五六七八九]成新|加厚|保暖|御寒|过冬|优质|崭新|全新|新|旧)?的?"
        ),
        "give": r"(?:明确|配备|确定|安排|落实|选派|选聘|走访|慰问|抽查|设立|储备|联系|帮扶|包联|排查|抽调)",
        "folk": f"(?:{_either(_FOLK)})",
        # 每周一调度 as a rule is once a week; with an object it is said of Mondays.
        "each_week": r"(?:调度|通报|汇总|总结|小结|研判|会商|例会|报告?)(?=[，。；、”\"]|制度|机制|$)",
    }


_PIECE: Final = re.compile(r"@([a-z_]+\d?)@")


def compiled(pattern: str, pieces: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern with its pieces in place. Raises ValueError for an unknown piece or a broken pattern."""
    for _depth in range(3):
        try:
            pattern = _PIECE.sub(lambda found: pieces[found[1]], pattern)
        except KeyError as error:
            raise ValueError(f"no piece {error} in pattern {pattern}") from None
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"broken pattern {pattern[:80]}: {error}") from None
