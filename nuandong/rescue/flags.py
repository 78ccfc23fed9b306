"""Flags of a stay: in the order of the list, and those that categories of an encounter bring."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.errors_station import unknown_code
from nuandong.rescue.kinds_stay import Flag

FROM_CATEGORY: Final[Mapping[str, Flag]] = MappingProxyType(
    {
        "mental_suspect": Flag.MENTAL,
        "intellectual": Flag.INTELLECTUAL,
        "no_self_care": Flag.NO_SELF_CARE,
        "disabled": Flag.DISABLED,
        "infectious_suspect": Flag.INFECTIOUS,
        "critical": Flag.ILL,
        "sudden_illness": Flag.ILL,
        "trafficking_suspect": Flag.TRAFFICKING,
        "domestic_violence_suspect": Flag.VIOLENCE,
    }
)


def flags_of_categories(codes: Collection[str]) -> list[str]:
    """What was seen outdoors and must be remembered inside."""
    return [FROM_CATEGORY[code].value for code in codes if code in FROM_CATEGORY]


def checked_flags(codes: Collection[str]) -> list[str]:
    """Each flag once, in the order of the list. Raises Invalid for one nobody knows."""
    for code in codes:
        if code not in Flag.values:
            raise unknown_code("flags", _("需注意情况"), code)
    return [flag.value for flag in Flag if flag in codes]
