"""Times in force, half open: [start, end)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `start` up to, not including, `end`; both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"empty interval: {self.start} to {self.end}")

    def contains(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end


def in_force(start: datetime, until: datetime, closed_at: datetime | None) -> Interval | None:
    """When a warning holds; None if it was closed before it began."""
    end = until if closed_at is None else min(until, closed_at)
    return Interval(start, end) if start < end else None


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same moments in as few intervals as possible, in order; touching ones become one."""
    result: list[Interval] = []
    for each in sorted(intervals):
        if result and each.start <= result[-1].end:
            result[-1] = Interval(result[-1].start, max(result[-1].end, each.end))
        else:
            result.append(each)
    return tuple(result)
