"""Half-open intervals of time, [from, to), in sorted lists that neither overlap nor touch: `merged` makes them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

Interval = tuple[datetime, datetime]

FOREVER: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""The end of what has no end yet."""


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Sorted, with overlapping and touching intervals joined and empty ones left out."""
    some = [one for one in intervals if one[0] < one[1]]
    if len(some) < 2:
        return some
    some.sort()
    found: list[Interval] = []
    for start, end in some:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def clipped(intervals: Iterable[Interval], start: datetime, end: datetime) -> list[Interval]:
    """The parts that lie in [start, end)."""
    if end <= start:
        return []
    return [(lo if start < lo else start, hi if hi < end else end) for lo, hi in intervals if lo < end and start < hi]


def common(left: Iterable[Interval], right: Sequence[Interval]) -> list[Interval]:
    """What lies in both."""
    return [part for lo, hi in left for part in clipped(right, lo, hi)]


def without(intervals: Sequence[Interval], taken: Sequence[Interval]) -> list[Interval]:
    """What is left of `intervals` outside `taken`."""
    if not taken:
        return list(intervals)
    left: list[Interval] = []
    for start, end in intervals:
        for lo, hi in taken:
            if hi <= start or lo >= end:
                continue
            if start < lo:
                left.append((start, lo))
            start = hi
            if start >= end:
                break
        if start < end:
            left.append((start, end))
    return left


def total(intervals: Iterable[Interval]) -> timedelta:
    return sum((end - start for start, end in intervals), timedelta(0))
