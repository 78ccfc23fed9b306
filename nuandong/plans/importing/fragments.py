"""The pieces that patterns of library/words are built of, written @name@ there."""

import re
from collections.abc import Mapping
from typing import Final

from nuandong.plans.importing.numerals import NUMBER

_MASK: Final = r"[x_*○〇]"
_CHINESE_MONTH: Final = r"(?:十[一二]|[一二三四五六七八九十])"
_CHINESE_DAY: Final = r"(?:三十一?|[二]?十[一二三四五六七八九]|二十|[一二三四五六七八九十])"
_YEAR: Final = (
    rf"(?:(?:20\d{{2}}|20{_MASK}{{2}}|\d{{2}}(?=年)|{_MASK}{{2,8}}(?=\s?年)|{_MASK}(?=年{_MASK})|[二两][零〇○][零〇○一二三四五六七八九]{{2}}"
    r"|今|明|次|翌|来|第二|本|当)?\s?年\s?|20\d{2}[./-](?=\d{1,2}[./-]\d))"
)
_MONTH: Final = rf"(?P<month@>\d{{1,2}}|{_MASK}{{1,8}}|{_CHINESE_MONTH}|元|腊|正)\s?月份?\s?"
_DAY: Final = (
    rf"(?:(?P<day@>\d?{_MASK}{{1,8}}|\d{{1,2}}|{_CHINESE_DAY})\s?(?:[日号]|(?=\s?(?:-|至|到)))"
    rf"|(?P<masked@>{_MASK}{{1,2}})(?=至|-|到)|(?P<third@>上旬|中旬|下旬|月?底|月?末|初))"
)
_DATE: Final = (
    rf"(?:(?P<year@>{_YEAR}))?(?:(?:{_MONTH})(?:{_DAY})?|(?<=年)(?P<bare@>底|末|初))"
    rf"|(?P<dotted@>20\d{{2}}[./-]\d{{1,2}}[./-]\d{{1,2}})"
)
_CLOCK: Final = (
    r"(?:上午|中午|下午|晚上|早上|早晨|凌晨|夜间|傍晚|晚|早)?\s?"
    r"(?:\d{1,2}:\d{2}|(?:\d{1,2}|十[一二]|[一二两三四五六七八九十])(?:点|时)(?:整|半|[一二三]刻|\d{1,2}分?)?(?!间|段|候|期|刻))"
)
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
    "小时": "hour",
    "班次": "shift",
}
MONEY: Final = {
    "元": (1, "yuan"),
    "元钱": (1, "yuan"),
    "块钱": (1, "yuan"),
    "元整": (1, "yuan"),
    "百元": (100, "yuan"),
    "千元": (1_000, "yuan"),
    "万元": (10_000, "yuan"),
    "亿元": (100_000_000, "yuan"),
}
_ALWAYS: Final = {"斤": "jin", "公斤": "kg", "千克": "kg", "吨": "tonne", "床": "bed"}
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
}
_PEOPLE: Final = {
    "户": "household",
    "困难家庭": "household",
    "家庭": "household",
    **dict.fromkeys(("名", "位", "人", "人次", "工作人员", "机动人员", "志愿者", "队员", "学生", "老人"), "person"),
}
MEASURES: Final = {**{unit: (1, name) for unit, name in (_ALWAYS | _WITH_GOODS | _PEOPLE).items()}, **MONEY}
NEEDS_GOODS: Final = frozenset(_WITH_GOODS)


def _either(words: Mapping[str, object]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def fragments(goods: str, per: str, act: str) -> dict[str, str]:
    """The pieces by name; goods, `per` words and acts come from library/words."""
    money = r"(?:元[钱整]?|[百千万亿]元|块钱)(?![月旦宵素])"
    unit = rf"(?:{_either(DURATION_UNITS)})"
    return {
        "number": NUMBER,
        "n": rf"(?P<n>{NUMBER}万?)",
        "least": r"(?P<least>(?:应|须|要|均)?(?:不得?(?:少于|低于|小于|短于)|至少|最少|起码|最低)(?:为|达到|达)?)",
        "most": r"(?P<most>(?:不得?(?:超过|高于|多于|大于|超)|最多|至多|最高|控制在|最长)(?:不超过)?)",
        "above": r"(?P<above>(?:及|含)?以上|及?以下|以内|之内|起)",
        "period": rf"(?P<period>{_either(PERIODS)})",
        "dunit": rf"(?P<unit>{unit}(?!工作日))",
        "dunit2": rf"(?P<unit1>{unit})",
        "date": _DATE.replace("@>", ">").join(("(?:", ")")),
        "date2": _DATE.replace("@>", "2>").join(("(?:", ")")),
        "clock": rf"(?P<clock>{_CLOCK})",
        "clock2": rf"(?P<clock2>{_CLOCK})",
        "money": money,
        "munit": rf"(?:{money}|{_either(_ALWAYS)}|{_either(_WITH_GOODS)})",
        "weight": rf"(?:{_either(_ALWAYS)})",
        "goods": rf"(?P<goods>{goods})",
        "goods_word": goods,
        "per_word": per,
        "act": act,
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
