"""Time on a line: half-open intervals, and the hours a post asks for."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from nuandong.kernel.clock import combine, local_date

Interval = tuple[datetime, datetime]
"""[start, end), both aware, start before end."""


def asked(opens: time, closes: time, start: datetime, end: datetime) -> list[Interval]:
    """The hours within [start, end) at which a post with these opening times must be manned, in order."""
    return merged(_days(opens, closes, start, end))


def _days(opens: time, closes: time, start: datetime, end: datetime) -> Iterator[Interval]:
    day, last = local_date(start) - timedelta(days=1), local_date(end)
    while day <= last:
        shut = combine(day + timedelta(days=1) if closes <= opens else day, closes)
        lo, hi = max(combine(day, opens), start), min(shut, end)
        if lo < hi:
            yield lo, hi
        day += timedelta(days=1)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same moments in as few intervals as possible, in order; touching ones become one."""
    found: list[Interval] = []
    for lo, hi in sorted(one for one in intervals if one[0] < one[1]):
        if found and lo <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], hi))
        else:
            found.append((lo, hi))
    return found


def without(intervals: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """What is left of the intervals when the taken moments are cut out, in order."""
    left = merged(intervals)
    for lo, hi in merged(taken):
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, lo)), (max(start, hi), end))
            if piece[0] < piece[1]
        ]
    return left


def total(intervals: Iterable[Interval]) -> timedelta:
    """How long the intervals last together; they must not overlap."""
    return sum((hi - lo for lo, hi in intervals), timedelta())


def cut(day: date, starts: time, ends: time, parts: int) -> list[Interval]:
    """The hours of a day from `starts` to `ends`, the next day if that is not later, in equal parts."""
    begins = combine(day, starts)
    length = (combine(day + timedelta(days=1) if ends <= starts else day, ends) - begins) / parts
    return [(begins + n * length, begins + (n + 1) * length) for n in range(parts)]
