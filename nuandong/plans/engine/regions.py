"""Which divisions an obligation has instances for, and which warnings concern a division."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from nuandong.geo.codes import WIDTH, Level, contains, is_code, level_of, span
from nuandong.plans.schema import RegionScope


@lru_cache(maxsize=100_000)
def around(region: int) -> tuple[int, ...]:
    """The division itself and all that contain it, outermost first."""
    return tuple(dict.fromkeys(region - region % width for width in WIDTH.values()))


def overlapping(region: int, codes: Sequence[int]) -> list[int]:
    """Those of the sorted codes that contain the division or lie in it; what is no division overlaps nothing."""
    if not is_code(region):
        return []
    inside = span(region)
    first, last = bisect_left(codes, inside.lo), bisect_left(codes, inside.hi)
    above = (code for code in around(region)[:-1] if _has(codes, code))
    return [code for code in (*above, *codes[first:last]) if is_code(code)]


def _has(codes: Sequence[int], code: int) -> bool:
    place = bisect_left(codes, code)
    return place < len(codes) and codes[place] == code


@lru_cache(maxsize=500)
def divisions(scope: RegionScope, region: int, regions: tuple[int, ...]) -> tuple[int, ...]:
    """The divisions an obligation has instances for.

    `regions` are the divisions written down when the plan was activated. Where none of the level asked for is among
    them, the activated region itself stands in: the plan of a township that speaks of every county means itself.
    """
    match scope:
        case RegionScope.UNIT:
            return (region,)
        case RegionScope.COUNTY | RegionScope.DISTRICT:
            level = Level.COUNTY
        case RegionScope.TOWNSHIP:
            level = Level.TOWNSHIP
    found = sorted({code for code in (region, *regions) if level_of(code) is level and contains(region, code)})
    return tuple(found) or (region,)


@lru_cache(maxsize=500)
def scopes(scope: RegionScope, region: int, regions: tuple[int, ...]) -> frozenset[int]:
    """The same, to look one up."""
    return frozenset(divisions(scope, region, regions))
