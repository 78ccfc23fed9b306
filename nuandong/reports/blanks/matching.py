"""Proposals: which figure or fact a place of a blank asks for, by the words around it. Pure; a person confirms them."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from nuandong.reports.blanks.grid import ASIDE, Grid, Place, gaps, plain
from nuandong.reports.blanks.targets import Figure, Targets

ENOUGH: Final = 0.74
"""Words less alike than this (1: the same) are no proposal."""
_CLEARLY: Final = 0.03
"""The best must lead the next by so much, or nothing is proposed."""
_GROUP: Final = 0.12
_COMPARED: Final = 60
_SHORT: Final = 2
_KINDS: Final[Mapping[str, str]] = {
    "previous": "上周 上月 上期 上年同期 前期",
    "season": r"累计 入冬以来 本年 今年以来 活动以来 开展以来",
    "sum": r"合计 总计 小计",
    "period": r"本周 本月 本期 当期 当月 数量 人数 人次 数据 完成情况 情况",
}
_FACTS: Final[tuple[tuple[str, str], ...]] = (
    ("unit", "填报单位 填表单位 报送单位 上报单位 单位名称 填报机构 单位"),
    ("to", "报送 主送 呈报"),
    ("place", "填报地区 地区 县区 行政区划"),
    ("period", "报告期 统计时间 统计期 统计周期 起止时间 时段 报表期"),
    ("author", "填报人 填表人 制表人 经办人 统计人 联系人"),
    ("signer", "签批人 审核人 审批人 负责人 单位负责人 主要负责人 分管领导 领导签字 签发人"),
    ("filled_on", "填报日期 填表日期 报送日期 上报日期 填报时间 报送时间 上报时间 日期"),
    ("signed_on", "签批日期 审核日期 签发日期"),
)


def proposals(grid: Grid, targets: Targets) -> dict[str, str]:
    """Address → code of a target, for every place whose words are clear enough; no figure is proposed twice."""
    found: dict[str, str] = {}
    taken: dict[str, float] = {}
    holder: dict[str, str] = {}
    for address, place in grid.every_place().items():
        code, score = _for_place(grid, place, targets)
        if not code or (not code.startswith("fact/") and taken.get(code, 0.0) >= score):
            continue
        if code in holder and not code.startswith("fact/"):
            del found[holder[code]]
        found[address], taken[code], holder[code] = code, score, address
    return found


def _for_place(grid: Grid, place: Place, targets: Targets) -> tuple[str, float]:
    sheet, cell = grid.sheets[place.sheet], grid.cell(place)
    if place.slot is not None:
        label = gaps(cell.text)[place.slot].label
        return _fact(label), 1.0
    left, above = sheet.beside(cell), sheet.above(cell)
    if name := _fact(left[0], loose=False) if left else "":
        return name, 1.0
    down = _figure(left, above, targets, alone=True)
    # Most tables have the items down the side; some have them across the top, over a row of figures.
    bare = all(one.kind != "text" for one in sheet.cells if one.row == cell.row)
    across = _figure(above[:1], left, targets, alone=bare)
    return max(down, across, key=lambda one: one[1])


def _fact(label: str, *, loose: bool = True) -> str:
    """The fact a label asks for; a day or month without figures is the day of filling, or the period."""
    if loose and "年" in label and "月" in label and not label.strip(" 　_＿年月日"):
        return "fact/filled_on" if "日" in label else "fact/period"
    words = plain(label)
    for name, known in _FACTS:
        if words in known.split():
            return f"fact/{name}" if loose or name != "place" else ""
    return ""


def _figure(names: Sequence[str], heads: Sequence[str], targets: Targets, *, alone: bool) -> tuple[str, float]:
    """The figure whose row is called like one of the names, in the column that the heads say.

    `alone`: heads that say nothing of a column mean the current one.
    """
    if not names:
        return "", 0.0
    # A heading further away counts only where the nearest says nothing, as a number or "其他" does.
    around, names = names, names[:1] if len(plain(names[0])) > _SHORT else names[:2]
    rows: dict[str, list[Figure]] = {}
    for one in targets.figures.values():
        rows.setdefault(one.row.code, []).append(one)
    scored = [(_row_score(figures[0], names, around), figures) for figures in rows.values()]
    ranked = sorted(scored, key=lambda one: one[0], reverse=True)
    if not ranked:
        return "", 0.0
    best, figures = ranked[0]
    if best < ENOUGH or (len(ranked) > 1 and best - ranked[1][0] < _CLEARLY):
        return "", 0.0
    chosen = _column(figures, heads, alone=alone)
    return (chosen.code, best) if chosen else ("", 0.0)


def _row_score(one: Figure, names: Sequence[str], around: Sequence[str]) -> float:
    alike = max(_alike(one.row.title, name) for name in names)
    group = max(_alike(one.group, name) for name in around)
    return alike + (_GROUP if group >= ENOUGH else 0.0)


def _column(figures: Iterable[Figure], heads: Sequence[str], *, alone: bool) -> Figure | None:
    """The column of a figure: by its own title, by what the heads say of days, else the only or the current one."""
    chosen = list(figures)
    for head in heads:
        best = max(chosen, key=lambda one: _alike(one.column.title, head))
        if _alike(best.column.title, head) >= ENOUGH:
            return best
    for kind, words in _KINDS.items():
        if any(word in plain(head) for head in heads for word in words.split()):
            return next((one for one in chosen if one.column.kind == kind), None)
    if not alone or any(plain(head) in ASIDE for head in heads[:1]):
        return None
    return next((one for one in chosen if one.column.kind == "period"), None)


@lru_cache(maxsize=50_000)
def _alike(first: str, second: str) -> float:
    """How alike two titles are, from 0 to 1; one that is part of the other counts by how much of it."""
    a, b = plain(first)[:_COMPARED], plain(second)[:_COMPARED]
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    if len(short) >= 2 and short in long:
        return 0.6 + 0.39 * len(short) / len(long)
    return SequenceMatcher(None, a, b, autojunk=False).ratio()
