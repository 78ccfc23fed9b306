"""Half-open intervals of time, [from, to), in sorted lists that do not overlap."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

Interval = tuple[datetime, datetime]

FOREVER: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""The end of what has no end yet."""


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Sorted, with overlapping and touching intervals joined and empty ones left out."""
    found: list[Interval] = []
    some = [(start, end) for start, end in intervals if start < end]
    if len(some) > 1:
        some.sort()
    for start, end in some:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def clipped(intervals: Iterable[Interval], start: datetime, end: datetime) -> list[Interval]:
    """The parts that lie in [start, end)."""
    return merged((max(start, lo), min(end, hi)) for lo, hi in intervals)


def common(left: Iterable[Interval], right: Sequence[Interval]) -> list[Interval]:
    """What lies in both."""
    return merged(part for lo, hi in left for part in clipped(right, lo, hi))


def without(intervals: Iterable[Interval], taken: list[Interval]) -> list[Interval]:
    """What is left of `intervals` outside the merged list `taken`."""
    left: list[Interval] = []
    for start, end in intervals:
        for lo, hi in taken:
            if hi <= start or lo >= end:
                continue
            left.append((start, lo))
            start = hi
            if start >= end:
                break
        left.append((start, end))
    return merged(left)


def total(intervals: Iterable[Interval]) -> timedelta:
    return sum((end - start for start, end in intervals), timedelta(0))
