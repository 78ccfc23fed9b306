"""Which divisions an obligation has instances for, and which warnings concern a division."""

from nuandong.geo.codes import WIDTH, Level, contains, is_code, level_of
from nuandong.plans.schema import RegionScope


def around(region: int) -> tuple[int, ...]:
    """The division itself and all that contain it, outermost first."""
    return tuple(dict.fromkeys(region - region % width for width in WIDTH.values()))


def overlap(left: int, right: int) -> bool:
    """Whether one of the two divisions contains the other; what is no division overlaps nothing."""
    return is_code(left) and is_code(right) and (contains(left, right) or contains(right, left))


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
