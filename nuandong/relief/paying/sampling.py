"""How many of those paid are asked whether the money came, and who: drawn so that anybody can draw it again. Pure."""

from collections.abc import Sequence
from math import ceil
from statistics import NormalDist
from uuid import UUID

from nuandong.supervision.drawing import Pools, Target, draw


def size(population: int, *, confidence: int, margin: int) -> int:
    """How many of a finite population to ask, for a share known to within `margin` per cent either way.

    At the worst share, one half: n0 = z² · ¼ / e², and n = n0 / (1 + (n0 - 1) / N), rounded up, at least 1. Both per
    cent; raises ValueError for a population of nobody, a confidence outside 50 to 99 or a margin outside 1 to 50.
    """
    if population < 1 or not 50 <= confidence <= 99 or not 1 <= margin <= 50:
        raise ValueError("population from 1, confidence 50 to 99, margin 1 to 50")
    z = NormalDist().inv_cdf((1 + confidence / 100) / 2)
    infinite = z * z * 0.25 / (margin / 100) ** 2
    return max(1, min(population, ceil(infinite / (1 + (infinite - 1) / population))))


def drawn(lines: Sequence[tuple[UUID, int]], seed: str, wanted: int) -> list[UUID]:
    """The lines (id, region) that the seed draws, in the order of the lot."""
    targets = tuple(Target(str(identity), region) for identity, region in sorted(lines))
    return [UUID(pick.target.id) for pick in draw(Pools(targets, (), wanted, 0), seed)]
