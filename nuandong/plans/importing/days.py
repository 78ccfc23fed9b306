"""Findings that are dates: windows of the plan and of its phases, deadlines."""

import re
from collections.abc import Mapping
from typing import Any, Final

from nuandong.plans.importing.dates import NOW, UNKNOWN, is_lunar, is_masked, written_clock, written_date
from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.fragments import FEASTS
from nuandong.plans.importing.grammar import Hit
from nuandong.plans.importing.numerals import number, plain, whole_number
from nuandong.plans.importing.quantities import finding
from nuandong.plans.importing.surroundings import sentence_span, told_as_done

_WEEKDAYS: Final = dict(
    zip("一二三四五六日天末", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Sun", "weekend"), strict=True)
)
_MONTH_PARTS: Final = {
    "底": "end",
    "末": "end",
    "初": "start",
    "上旬": "early",
    "中旬": "mid",
    "下旬": "late",
    "最后一天": "end",
    "最后一日": "end",
}
_SAME: Final = {"当天": "same day", "当日": "same day", "即日": "same day", "当晚": "same evening"}
_PHASE: Final = re.compile(r"阶段|步骤?[)）:：]|环节")
_TIME: Final = re.compile(r"时间|日期|期限|时限|何时")
_COUNTED: Final = re.compile("，?[^，。；]{0,10}?(?:已|累计|共(?!同)|总计)")
Groups = Mapping[str, str | None]


def window(paragraph: Paragraph, hit: Hit) -> Finding | None:
    """From when to when; both ends as written dates, `unknown` where masked, `now` for 即日起."""
    groups = hit.groups
    doubts: list[str] = []
    start = _start(groups, doubts)
    if feast := groups.get("feast2"):
        end = FEASTS[feast]
    elif groups.get("lone"):
        month = start[:-2] if re.fullmatch(r"(?:20\d{2}-)?\d{2}-\d{2}", start) else ""
        lone = whole_number(groups["lone"] or "")
        end = f"{month}{lone:02}" if month and lone else UNKNOWN
    elif _has_date(groups, "2"):
        end = _date(groups, "2", doubts)
    else:
        end = UNKNOWN
    shadow = paragraph.shadow
    opening, _close = sentence_span(shadow, hit.start)
    phase = bool(_PHASE.search(shadow, max(0, opening - 20), hit.end + 8)) or "阶段" in paragraph.heading
    relief = "时段" in shadow[opening : hit.end]
    if told_as_done(shadow, hit.start, hit.end):
        doubts.append("past")
    doubts = _with_old_calendar(shadow, hit, doubts)
    value = {"from": start, "to": end}
    phase = phase or shadow[max(0, hit.start - 1) : hit.start] == "("
    scope = "phase" if phase else "relief period" if relief else "plan"
    return finding("window", value, None, paragraph, hit, scope=scope, doubts=doubts)


def _start(groups: Groups, doubts: list[str]) -> str:
    """When a window begins; unknown where the text only says how long it goes on."""
    if groups.get("now"):
        return NOW
    if feast := groups.get("feast"):
        return FEASTS[feast]
    return _date(groups, "", doubts) if _has_date(groups, "") else UNKNOWN


def deadline(paragraph: Paragraph, hit: Hit) -> Finding | None:
    """By when, once (a date) or in every week, month, quarter or day."""
    groups = hit.groups
    if groups.get("heading") and not _TIME.search(paragraph.heading):
        return None  # the day a letter was signed
    clock = written_clock(groups["clock"] or "") if groups.get("clock") else None
    detail: dict[str, Any] = {"bound": groups.get("bound") or ("by" if groups.get("by") else "on"), "clock": clock}
    doubts: list[str] = []
    every = groups.get("every")
    if every:
        value, unit = _recurring(groups, every), f"every {every}"
    elif groups.get("same"):
        value, unit = _SAME.get(groups["same"] or "", "next day"), "relative"
    elif groups.get("named"):
        named = groups["named"] or ""
        value, unit = (
            FEASTS.get(
                named, f"{ {'年': 'year', '月': 'month', '季': 'quarter', '旬': 'ten days'}.get(named, named) } end"
            ),
            "relative",
        )
        if named in {"年", "月", "季", "旬"} and not groups.get("point"):
            return None
    elif third := groups.get("alone_third"):
        value, unit = _tenth_of_month_named_before(paragraph.shadow[: hit.start], third), "date"
        if value == UNKNOWN:
            return None
    elif groups.get("alone"):
        before = paragraph.shadow[: hit.start]
        value, unit = _in_month_named_before(before, groups["alone"] or ""), "date"
        if value == UNKNOWN and (_COMES_BACK.search(before) or not groups.get("stated")):
            return None
    else:
        if not _has_date(groups, ""):
            return None
        value, unit = _date(groups, "", doubts), "date"
        if detail["bound"] == "on" and not _is_near(groups):
            return None
    if re.match("截[至止]", hit.text(paragraph.shadow)) and _COUNTED.match(paragraph.shadow, hit.end):
        return None  # up to when something was counted
    if told_as_done(paragraph.shadow, hit.start, hit.end):
        if detail["bound"] == "on":
            return None
        doubts.append("past")
    doubts = _with_old_calendar(paragraph.shadow, hit, doubts)
    return finding("deadline", value, unit, paragraph, hit, detail=detail, doubts=doubts)


def _with_old_calendar(shadow: str, hit: Hit, doubts: list[str]) -> list[str]:
    """农历, 阴历 or 旧历 right before a day make it one of the old calendar, whatever its month is called."""
    named = re.search("农历|阴历|旧历", shadow[max(0, hit.start - 2) : hit.start])
    return [*doubts, "lunar"] if named and "lunar" not in doubts else doubts


_COMES_BACK: Final = re.compile("每个?月|次月|当月")
_MONTH_NAMED: Final = re.compile(r"(\d{1,2})月(?:\d{1,2}|[x_*]{1,4})[日号-]")


def _in_month_named_before(before: str, day: str) -> str:
    """A day without its month, in the month its sentence named last; unknown where it comes back or none was named."""
    named = _MONTH_NAMED.findall(before)
    if not named or _COMES_BACK.search(before) or not (1 <= int(named[-1]) <= 12 and 1 <= int(day) <= 31):
        return UNKNOWN
    return f"{int(named[-1]):02}-{int(day):02}"


def _tenth_of_month_named_before(before: str, third: str) -> str:
    """Ten days without their month, in the month of the ten days that the sentence named last."""
    named = re.findall(r"(\d{1,2})月[上中]旬", before)
    return f"{int(named[-1]):02}-{_MONTH_PARTS[third]}" if named and 1 <= int(named[-1]) <= 12 else UNKNOWN


def _is_near(groups: Groups) -> bool:
    """Whether a date without 前 says when something is done: a day, ten days of a month, the month of a phase."""
    return bool(
        groups.get("whole") or groups.get("day") or groups.get("dotted") or (groups.get("third") or "").endswith("旬")
    )


def _recurring(groups: Groups, every: str) -> str | int:
    if every == "week":
        return _WEEKDAYS[groups["weekday"] or "一"]
    if every == "day":
        return written_clock(groups["clock"] or "")
    day = groups.get("day") or ""
    if every == "quarter":
        inside = number(groups.get("n") or "")
        return int(plain(inside)) if inside is not None else _MONTH_PARTS.get(day, "end")
    if day in _MONTH_PARTS:
        return _MONTH_PARTS[day]
    return whole_number(day) or UNKNOWN


def _has_date(groups: Groups, suffix: str) -> bool:
    return any(groups.get(f"{name}{suffix}") for name in ("month", "dotted", "bare"))


def _date(groups: Groups, suffix: str, doubts: list[str]) -> str:
    """The written date; a date that cannot be, or a lunar one, is doubted. A masked one is a sure unknown."""
    value = written_date(groups, suffix)
    if value == UNKNOWN and not is_masked(groups, suffix):
        doubts.append("impossible_date")
    if is_lunar(groups, suffix):
        doubts.append("lunar")
    return value
