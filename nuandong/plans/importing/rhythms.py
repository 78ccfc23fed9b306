"""How often something is sent up, as plans write it."""

import re
from typing import Final

from nuandong.plans.importing.dates import written_clock
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.fragments import CLOCK
from nuandong.plans.importing.numerals import NUMBER, number, plain

_NAMED: Final = (
    (re.compile(r"每半个?月|半月报"), "half month"),
    (re.compile(r"每半年|半年报"), "half year"),
    (re.compile(r"每(?:个)?(?:周|星期)|按周|周报|一周一报"), "week"),
    (re.compile(r"每个?月|按月|月报|月度|一月一报"), "month"),
    # 次日报 sends something on the next day.
    (re.compile(r"每[天日]|(?<![\d次当即翌隔近连今明])日报|逐日|一日一报|零报告"), "day"),
    (re.compile(r"每个?季度?|季报|按季"), "quarter"),
    (re.compile(r"每旬|旬报"), "ten days"),
)
_UNITS: Final = {"分钟": "minutes", "小时": "hours", "日": "days", "天": "days", "周": "weeks", "月": "months"}
_EVERY: Final = re.compile(rf"每隔?(?P<n>{NUMBER})个?(?P<unit>分钟|小时|日|天|周|月)(?!前|内|的)")
_WEEKDAY: Final = re.compile(r"(?<![每上本下当])(?:周|星期)[一二三四五六日天](?=上午|下午|中午|晚|\d|[一-鿿]{0,6}前)")
BY_CLOCK: Final = re.compile(rf"(?P<clock>{CLOCK})(?:之前|以前|前)")


def rhythm_of(text: str) -> str | None:
    """How often, by the first sort of word that tells it: `day`, `half month`, `2 hours`; None where none does."""
    named = next((name for pattern, name in _NAMED if pattern.search(text)), None)
    if named is not None:
        return named
    found = _EVERY.search(text)
    count = number(found["n"]) if found else None
    if found is None or count is None or count <= 1 or count != count.to_integral_value():
        return None
    return f"{plain(count)} {_UNITS[found['unit']]}"


def in_rhythm_of_sentence(sentence: str, clause: str) -> tuple[str | None, str | None]:
    """Rhythm and clock of a clause that names only a clock or a weekday: 镇8时前报县，县每日9时前报市."""
    clock = BY_CLOCK.search(clause)
    written = written_clock(clock["clock"]) if clock else None
    if _WEEKDAY.search(clause) and re.search("每(?:周|星期)", sentence):
        return "week", written
    if clock and re.search("每[天日]", sentence):
        return "day", written
    return None, None


def comes_back(cut_off: Finding | None, part: str) -> str | None:
    """The rhythm of a deadline that comes back: 每日17时前，各企业报送…, 次日9时前将前一日情况报….."""
    unit = (cut_off.unit if cut_off is not None else None) or ""
    if unit == "relative" and re.search("前一[日天]", part):
        return "day"
    return unit.removeprefix("every ") if unit.startswith("every ") else None
