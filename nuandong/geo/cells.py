"""Single cells of hand-made lists: codes, days and numbers as people write them. None means unreadable."""

import re
from datetime import date
from typing import Final

from nuandong.geo.codes import is_code
from nuandong.kernel.text import halfwidth

_DAY: Final = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?:[T ]0.*)?")
_LISTED: Final = re.compile(r"[、,，;；/\s]+")
_CODE_LENGTHS: Final = frozenset({2, 4, 6, 9, 12})


def read_code(text: str) -> int | None:
    """A division code of 12 digits; shorter forms (2, 4, 6, 9 digits) are filled up with zeros."""
    digits = halfwidth(text).strip().removesuffix(".0").lstrip("'")
    if len(digits) not in _CODE_LENGTHS or re.fullmatch("[0-9]+", digits) is None:
        return None
    code = int(digits.ljust(12, "0"))
    return code if is_code(code) else None


def read_codes(text: str) -> list[int] | None:
    """Several codes, separated by commas or spaces."""
    codes = [read_code(part) for part in _LISTED.split(text.strip()) if part]
    return None if None in codes else [code for code in codes if code is not None]


def read_day(text: str) -> date | None:
    """A day such as 2026-12-01, 2026/12/1, 2026.12.1, 20261201 or 2026年12月1日."""
    found = _DAY.fullmatch(halfwidth(text).strip())
    if found is None:
        return None
    month, day = (found[2], found[3]) if found[2] else (found[4], found[5])
    try:
        return date(int(found[1]), int(month), int(day))
    except ValueError:
        return None


def read_degrees(text: str) -> float | None:
    """Decimal degrees; degree-minute-second notation is not guessed at."""
    plain = halfwidth(text).strip().rstrip("°")
    return float(plain) if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", plain) else None


def read_whole(text: str) -> int | None:
    plain = halfwidth(text).strip().removesuffix(".0")
    return int(plain) if re.fullmatch(r"[0-9]{1,9}", plain) else None
