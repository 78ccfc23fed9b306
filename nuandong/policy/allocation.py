"""A budget shared out in fen: over townships, over their villages, and to households.

Regions get shares in proportion to need; households are paid in full, class by class of their priority (DIS-015).
One number decides everything: the *level* to which needs are met. It rises with the budget through the first class of
priority, then the second, and so on; what a region gets at a level is the need met by then, within its floor and its
ceiling, rounded to the nearest fen. So a larger budget never gives anyone less, and the shares add up exactly: fen of
equal claim go in the order of the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Claim:
    """What one of those who share needs in each class of priority, in fen; at least `floor`, at most `ceiling`."""

    needs: tuple[int, ...]
    floor: int = 0
    ceiling: int | None = None

    @property
    def most(self) -> int:
        """The ceiling, or the whole need; a floor above the need is no gift, it only comes first."""
        need = sum(self.needs)
        return need if self.ceiling is None else min(need, self.ceiling)

    @property
    def least(self) -> int:
        return min(self.floor, self.most)


def apportion(total: int, claims: Sequence[Claim]) -> list[int]:
    """The shares of `total` fen, in the order of the claims; they add up to it, or to all that may be given if less.

    While the floors cannot all be met, they are met in proportion; then needs are met class by class. All claims have
    the same number of classes. Raises ValueError for negative figures.
    """
    if total < 0 or any(min((*claim.needs, claim.floor, claim.ceiling or 0)) < 0 for claim in claims):
        raise ValueError("figures must not be negative")
    total = min(total, sum(claim.most for claim in claims))
    floors = [claim.least for claim in claims]
    if total < sum(floors):
        return _filled(total, [(0, floor, 0, floor) for floor in floors])
    before = [0] * len(claims)
    for number in range(len(claims[0].needs) if claims else 0):
        needs = [claim.needs[number] for claim in claims]
        steps = [
            (start, need, claim.least, claim.most) for start, need, claim in zip(before, needs, claims, strict=True)
        ]
        before = [start + need for start, need in zip(before, needs, strict=True)]
        if total <= sum(_within(start + need, low, high) for start, need, low, high in steps):
            return _filled(total, steps)
    return [claim.most for claim in claims]


Step = tuple[int, int, int, int]
"""Need met before, need of the class that is being met, least and most."""


def _filled(total: int, steps: list[Step]) -> list[int]:
    """Shares that add up to `total`: every share is its start and the same part of its need, to the nearest fen.

    The part is found by halving, so finely that of two fen with different claims never both are left over.
    """
    finest = 8 * max((need for _start, need, _low, _high in steps), default=1) ** 2 or 1
    low, high = 0, finest + 1
    while high - low > 1:
        middle = (low + high) // 2
        if sum(_at(middle, finest, step) for step in steps) <= total:
            low = middle
        else:
            high = middle
    shares = [_at(low, finest, step) for step in steps]
    left = total - sum(shares)
    for index, step in enumerate(steps):
        if left and _at(high, finest, step) > shares[index]:
            shares[index] += 1
            left -= 1
    return shares


def _at(level: int, finest: int, step: Step) -> int:
    """What one has at a level: half a fen counts as one."""
    start, need, low, high = step
    return _within(start + (2 * need * level + finest) // (2 * finest), low, high)


def _within(amount: int, low: int, high: int) -> int:
    return min(max(amount, low), high)


def paid_in_full(budget: int, needs: Sequence[int]) -> int:
    """How many of the needs, from the first on, are met whole: nobody behind is served before somebody in front."""
    return sum(met <= budget for met in accumulate(needs))
