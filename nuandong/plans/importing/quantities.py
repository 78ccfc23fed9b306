"""Findings that are numbers: frequencies, durations, amounts, percentages, hours."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from nuandong.plans.importing.dates import written_clock
from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.fragments import (
    DURATION_UNITS,
    LEAST,
    MEASURES,
    MONEY,
    MOST,
    NEEDS_GOODS,
    OCCASION,
    PERIODS,
)
from nuandong.plans.importing.grammar import Hit
from nuandong.plans.importing.numerals import FIGURES, NUMBER, number, plain
from nuandong.plans.importing.scopes import for_whom, implied
from nuandong.plans.importing.shares import share_of
from nuandong.plans.importing.surroundings import (
    clause_span,
    conditions,
    finding_at,
    is_appointment,
    is_background,
    sentence_span,
    told_as_done,
)
from nuandong.plans.importing.words import context

_CONDITIONAL: Final = frozenset({"frequency", "duration", "deadline", "amount", "hours", "duty", "prohibition"})
_BEFORE: Final = ("以下", "以内", "之内")
_CALENDAR_YEARS: Final = 1000
"""Numbers of years from here on name years: 2025-2026年度."""


def finding(kind: str, value: Any, unit: str | None, paragraph: Paragraph, hit: Hit, **more: Any) -> Finding:
    """A finding at a hit, with what its surroundings say."""
    shadow = paragraph.shadow
    doubts = tuple(more.pop("doubts", ()))
    if hit.rule.doubt:
        doubts = (*doubts, hit.rule.doubt)
    return finding_at(
        kind,
        value,
        unit,
        paragraph,
        (hit.start, hit.end),
        scope=more.pop("scope", None),
        condition=conditions(shadow, hit.start, hit.end) if kind in _CONDITIONAL else (),
        detail={name: what for name, what in more.pop("detail", {}).items() if what is not None},
        doubts=doubts,
    )


def frequency(paragraph: Paragraph, hit: Hit) -> Finding | None:
    groups = hit.groups
    period = _period(paragraph.shadow, hit)
    days = groups.get("days") or ""
    count = Decimal(days.count("、") + 1) if days else number(groups.get("n") or "")
    if period is None or count is None or not 1 <= count <= 1000 or count != count.to_integral_value():
        return None
    count *= _turns(hit)
    if ends := hit.groups.get("ends"):
        count *= len(re.findall("[一二三四五六七八九十]", ends))  # 逢五 are the 5th, the 15th and the 25th
    every = number(groups.get("every") or "1") or Decimal(1)
    unit = _unit(period, every)
    detail: dict[str, Any] = {
        "bound": _bound(groups) or ("at_least" if hit.rule.set.get("n") is None else None),
        "of": act_after(paragraph.shadow, hit),
        "up_to": _plain(groups.get("m")),
        "days": days or None,
        "hours": hours_in_clause(paragraph.shadow, hit),
    }
    if hit.groups.get("what") and hit.rule.unit_of:
        detail["of"] = hit.groups["what"]
    made = finding("frequency", int(count), unit, paragraph, hit, detail=detail)
    return made.doubted("added") if _ADDED.search(hit.text(paragraph.shadow)) else made


_ADDED: Final = re.compile("(?:增加|加密|增开)(?![至到])")


def _turns(hit: Hit) -> int:
    """How many times of day share a number: 早、中、晚各一次, 10点、15点各一次."""
    if clocks := hit.groups.get("clocks"):
        return len(re.split("[、和及]", clocks))
    if hit.groups.get("noon"):
        return 3
    return 2 if hit.rule.set.get("turns") else 1


_TWICE: Final = {"天天": "天", "周周": "周", "月月": "月"}
_EACH: Final = re.compile(rf"每(?:个|一)?({'|'.join(sorted(PERIODS, key=len, reverse=True))})")


def _period(shadow: str, hit: Hit) -> str | None:
    """The period a number is counted in: its own, or the last one its sentence named (其中夜间不少于1次)."""
    word = hit.groups.get("period") or _TWICE.get(hit.groups.get("twice") or "")
    if word is None and "早" in hit.text(shadow):
        word = "日"
    if word in {None, OCCASION}:
        opening, _close = sentence_span(shadow, hit.start)
        named = _EACH.findall(shadow, opening, hit.start)
        word = named[-1] if named else word
    return "occasion" if word == OCCASION else PERIODS.get(word or "")


def _unit(period: str, every: Decimal) -> str:
    if every == Decimal("0.5"):
        return f"per half {period}"
    return f"per {period}" if every == 1 else f"per {plain(every)} {period}s"


def duration(paragraph: Paragraph, hit: Hit) -> Finding | None:
    groups = hit.groups
    value = number(groups.get("n") or "")
    unit = _duration_unit(groups.get("unit") or "")
    if value is None or unit is None or (unit == "years" and value >= _CALENDAR_YEARS):
        return None
    if _dated(paragraph.shadow, hit) or re.match(r"年(?:行动|计划|规划|级|一遇)", paragraph.shadow[hit.end - 1 :]):
        return None
    if groups.get("half") and groups.get("n") != "半":
        value = value / 2 if unit == "days" else value + Decimal("0.5")  # 10个半天 are five days
    more = number(groups.get("m") or "")
    detail: dict[str, Any] = {
        "bound": groups.get("bound") or "exactly",
        "up_to": plain(more) if more is not None else None,
    }
    doubts = ["two_values"] if more is not None and more < value else []
    return finding("duration", plain(value), unit, paragraph, hit, detail=detail, doubts=doubts)


def amount(paragraph: Paragraph, hit: Hit) -> Finding | None:
    groups = hit.groups
    value, measure = number(groups.get("n") or ""), (groups.get("unit") or "").strip()
    factor, unit = MEASURES.get(measure, (1, None))
    if not value or unit is None:
        return None
    if measure in NEEDS_GOODS and not (groups.get("goods") or groups.get("bare")):
        return None
    if groups.get("stores") and not _is_stored(paragraph.shadow, paragraph.heading, hit):
        return None
    first_factor = MEASURES.get((groups.get("unit1") or measure).strip(), (1, None))[0]
    if paragraph.shadow[hit.start - 1 : hit.start] == "装":
        return None  # 10斤装一袋米 is ten jin
    if (
        _PIECE_BEFORE.fullmatch(paragraph.shadow[max(0, hit.start - 2) : hit.start])
        and hit.text(paragraph.shadow)[0] in FIGURES
    ):
        return None  # the end of 3万5千元
    if unit in {"person", "household"} and is_appointment(paragraph.shadow, hit.start, hit.end):
        return None
    more = number(groups.get("m") or "")
    low = value * (first_factor if more is not None and groups.get("unit1") else factor)
    high = more * factor if more is not None else None
    per = for_whom(groups, paragraph.shadow[sentence_span(paragraph.shadow, hit.start)[0] : hit.start])
    if per is None and unit not in {"person", "household", "fold"}:
        per = implied(paragraph.shadow, hit.start)
    detail: dict[str, Any] = {
        "bound": _bound(groups),
        "up_to": plain(high) if high is not None else None,
        "of": _STORING.sub("", groups.get("goods") or "") or None,
    }
    doubts = ["two_values"] if high is not None and high < low else []
    if told_as_done(paragraph.shadow, hit.start, hit.end):
        doubts.append("past")
    elif per is None and is_background(paragraph.shadow, hit.start, people=unit in {"person", "household"}):
        doubts.append("background")
    made = finding("amount", plain(low), unit, paragraph, hit, detail=detail, doubts=doubts)
    # The scope of an amount is what it is given for, not who gives it.
    return replace(made, scope=per or ("total" if measure in MONEY else None))


def _is_stored(shadow: str, heading: str, hit: Hit) -> bool:
    """Whether a count of something we do not know is of goods: its sentence or heading tells what is kept ready."""
    words = context()
    opening, _close = sentence_span(shadow, hit.start)
    stores = re.search(words.stores, shadow[opening : hit.end] + heading)
    return stores is not None and re.search(words.not_goods, hit.groups["goods"] or "") is None


_STORING: Final = re.compile(r"^[一-鿿]{0,3}?(?:储备|配备|备有|备足|购置|采购|准备|携带|[各应须]配)(?=[一-鿿]{2})")
_PIECE_BEFORE: Final = re.compile(rf"[{FIGURES}]万")


def percentage(paragraph: Paragraph, hit: Hit) -> Finding | None:
    value = share_of(hit.groups)
    if value is None:
        return None
    first, _last = clause_span(paragraph.shadow, hit.start)
    of = re.search(
        r"([一-鿿“”、]{2,20}?)(?:均?(?:要|应)?(?:达到|达|为|保持|不低于|力争|实现|确保))*$",
        paragraph.shadow[first : hit.start],
    )
    return finding(
        "percentage",
        plain(value),
        "percent",
        paragraph,
        hit,
        detail={"bound": _bound(hit.groups), "up_to": _plain(hit.groups.get("m")), "of": of[1] if of else None},
    )


def hours(paragraph: Paragraph, hit: Hit) -> Finding:
    return finding("hours", _hours(hit.groups), None, paragraph, hit)


def _hours(groups: dict[str, str | None]) -> str:
    return f"{written_clock(groups['clock'] or '')}-{written_clock(groups['clock2'] or '')}"


_CLOCKS: Final = re.compile(r"(\d{1,2}:\d{2})(?:-|至|到)+(?:次日|翌日|第二天)?(\d{1,2}:\d{2})")


def hours_in_clause(shadow: str, hit: Hit) -> str | None:
    """The hours that a frequency names right after itself."""
    _first, last = sentence_span(shadow, hit.start)
    stop = min(last, hit.end + 24)
    other = re.search(r"[(次]", shadow[hit.end : stop])
    found = _CLOCKS.search(shadow, hit.start, hit.end + other.start() if other else stop)
    return f"{written_clock(found[1])}-{written_clock(found[2])}" if found else None


_NUMBERS: Final = re.compile(
    rf"每隔?(?:{NUMBER})?个?(?:{'|'.join(PERIODS)})|{LEAST}|{MOST}|各?(?:{NUMBER})(?:次|遍|趟|轮|回)(?:及?以上)?"
)


def act_after(shadow: str, hit: Hit) -> str | None:
    """What is done so often: the clause from there on without the numbers."""
    _first, last = clause_span(shadow, hit.start)
    return _NUMBERS.sub("", shadow[hit.start : last]).strip('"”) ：:、')[:30] or None


def _bound(groups: dict[str, str | None]) -> str | None:
    above = groups.get("above") or ""
    if groups.get("least") or "以上" in above or above == "起":
        return "at_least"
    if groups.get("most") or any(word in above for word in _BEFORE):
        return "at_most"
    return None


def _duration_unit(text: str) -> str | None:
    return DURATION_UNITS.get(text.removeprefix("个"))


def _dated(shadow: str, hit: Hit) -> bool:
    """Whether the number is part of a date or an ordinal: 1月15日, 第3天, 2024年."""
    place = hit.start
    group = hit.groups.get("n") or ""
    offset = hit.text(shadow).find(group)
    place += max(offset, 0)
    before = shadow[max(0, place - 2) : place]
    if hit.groups.get("unit") in {"日", "年", "月"} and re.search(r"[月年\d_x*]$|第$|20$", before.rstrip()):
        return True
    return bool(re.search(r"第$|每$|[\d_x*]$", before))


def _plain(text: str | None) -> int | float | None:
    value = number(text or "")
    return None if value is None else plain(value)


QUANTITIES: Final[dict[str, Callable[[Paragraph, Hit], Finding | None]]] = {
    "frequency": frequency,
    "duration": duration,
    "amount": amount,
    "percentage": percentage,
    "hours": hours,
}


def build(kind: str, paragraph: Paragraph, found: Iterator[Hit]) -> Iterator[Finding]:
    """The findings of a kind that the hits make; hits that spell nothing are left out."""
    for hit in found:
        if (one := QUANTITIES[kind](paragraph, hit)) is not None:
            yield one
