"""Days, months and clock times as plans print them, in one written form.

Dates are written 2022-11-15; 11-15 where the year is masked or not printed; 11 for a month; `11-early`, `11-mid`,
`11-late`, `11-end` for parts of it; `unknown` where the text masks what would be needed.
"""

import re
from collections.abc import Mapping
from typing import Final

from nuandong.plans.importing.numerals import whole_number

UNKNOWN: Final = "unknown"
NOW: Final = "now"
_PARTS: Final = {
    "上旬": "early",
    "中旬": "mid",
    "下旬": "late",
    "上中旬": "early",
    "中下旬": "mid",
    "底": "end",
    "末": "end",
    "月底": "end",
    "月末": "end",
    "初": "start",
}
_MONTHS: Final = {"元": 1, "正": 1, "冬": 11, "腊": 12}
_LUNAR: Final = frozenset({"正", "冬", "腊"})


def written_date(groups: Mapping[str, str | None], suffix: str = "") -> str:
    """The date a match of @date@ (or @date2@ with its suffix) spells."""
    if dotted := groups.get(f"dotted{suffix}"):
        year, month, day = (int(part) for part in re.split(r"[./-]", dotted))
        return f"{year}-{month:02}-{day:02}" if _valid(month, day) else UNKNOWN
    year_text = groups.get(f"year{suffix}") or ""
    if groups.get(f"bare{suffix}"):
        return "year-end" if groups[f"bare{suffix}"] != "初" else "year-start"
    month_text, day_text = groups.get(f"month{suffix}"), groups.get(f"day{suffix}")
    if lunar := groups.get(f"lunar{suffix}"):
        day_text = lunar.removeprefix("初").replace("廿", "二十")
    month_value = _MONTHS.get(month_text or "") or whole_number(month_text or "")
    part = groups.get(f"third{suffix}")
    if month_value is None or not 1 <= month_value <= 12:
        return UNKNOWN
    head = f"{found[0]}-" if (found := re.search(r"20\d{2}", year_text)) else ""
    if part:
        return f"{head}{month_value:02}-{_PARTS[part]}"
    if groups.get(f"masked{suffix}"):
        return UNKNOWN
    if day_text is None:
        return f"{head}{month_value:02}"
    day_value = whole_number(day_text)
    if day_value is None or not _valid(month_value, day_value):
        return UNKNOWN
    return f"{head}{month_value:02}-{day_value:02}"


def is_masked(groups: Mapping[str, str | None], suffix: str = "") -> bool:
    """Whether the text hides the month or the day, as against printing something impossible."""
    return any(re.search(r"[x_*○〇]", groups.get(f"{name}{suffix}") or "") for name in ("month", "day", "masked"))


def is_lunar(groups: Mapping[str, str | None], suffix: str = "") -> bool:
    return groups.get(f"month{suffix}") in _LUNAR


def written_clock(text: str) -> str:
    """14:00, 下午2点, 中午12点, 晚10时30分 as HH:MM."""
    digits = re.search(r"(\d{1,2}):(\d{2})", text)
    if digits:
        hour, minute = int(digits[1]), int(digits[2])
    else:
        found = re.search(r"(\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|时)(半|[一二三]刻|\d{1,2})?", text)
        hour = (whole_number(found[1]) if found else None) or 0
        rest = found[2] if found else None
        minute = {"半": 30, "一刻": 15, "二刻": 30, "三刻": 45}.get(rest or "") or int(
            rest if rest and rest.isdigit() else 0
        )
    if re.match(r"下午|晚|傍晚", text) and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}"


def _valid(month: int, day: int) -> bool:
    lengths = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= len(lengths) and 1 <= day <= lengths[month - 1]
