"""12-digit division codes: 6 digits to the county (GB/T 2260), 3 for the township, 3 for the village."""

from enum import IntEnum
from functools import lru_cache
from typing import Final

from nuandong.kernel.actors import Span
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _


class Level(IntEnum):
    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    TOWNSHIP = 4
    VILLAGE = 5


WIDTH: Final = {
    Level.PROVINCE: 10**10,
    Level.PREFECTURE: 10**8,
    Level.COUNTY: 10**6,
    Level.TOWNSHIP: 10**3,
    Level.VILLAGE: 1,
}
"""How many codes lie within one division of a level, its own included."""

LEVEL_TITLES: Final = {
    Level.PROVINCE: _("省级"),
    Level.PREFECTURE: _("地级"),
    Level.COUNTY: _("县级"),
    Level.TOWNSHIP: _("乡级"),
    Level.VILLAGE: _("村级"),
}

_LOWEST: Final = 11 * 10**10
_END: Final = 10**12


def is_code(code: int) -> bool:
    return _LOWEST <= code < _END


def validate(code: int, *, field: str | None = None) -> int:
    """Return the code; raises `Invalid` if it is no 12-digit division code."""
    if not is_code(code):
        raise Invalid(
            "geo.code_shape",
            _("区划代码 %(given)s 不是 12 位代码。"),
            _("请填写 12 位统计用区划代码，县级代码后面补 6 个 0。"),
            field=field,
            given=str(code)[:20],
        )
    return code


def level_of(code: int) -> Level:
    """The level a code stands for, read from its trailing zeros."""
    validate(code)
    return next(level for level, width in WIDTH.items() if code % width == 0)


def parent(code: int) -> int | None:
    """The code one level up that differs from it; None for a province.

    A township of a prefecture without counties (e.g. 441900003000) answers the prefecture.
    """
    level = level_of(code)
    for above in reversed(Level):
        if above < level and code - code % WIDTH[above] != code:
            return code - code % WIDTH[above]
    return None


def ancestors(code: int) -> tuple[int, ...]:
    """The codes above, nearest first."""
    found = []
    above = parent(code)
    while above is not None:
        found.append(above)
        above = parent(above)
    return tuple(found)


@lru_cache(maxsize=100_000)
def span(code: int) -> Span:
    """All codes within a division, its own included."""
    return Span(code, code + WIDTH[level_of(code)])


def common(first: int, second: int) -> int:
    """The smallest division that contains both; raises `Invalid` where they lie in two provinces."""
    found = next((code for code in (first, *ancestors(first)) if contains(code, second)), None)
    if found is None:
        raise Invalid(
            "geo.no_common_division",
            _("两个区划不在同一个省。"),
            _("请选同一个省内的区划。"),
        )
    return found


def contains(outer: int, inner: int) -> bool:
    """Whether the division `inner` is `outer` or lies within it."""
    return span(outer).contains(inner)


def at_level(code: int, level: Level) -> int:
    """The code cut to a level; a code already above that level stays as it is."""
    validate(code)
    return code - code % WIDTH[level]


def written(code: int) -> str:
    """The code as people write it: 6 digits to the county, 9 for a township, 12 for a village."""
    digits = str(validate(code))
    level = level_of(code)
    return digits if level is Level.VILLAGE else digits[:9] if level is Level.TOWNSHIP else digits[:6]
