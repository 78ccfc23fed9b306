"""Half-open times in force: laws that hold for any of them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.alerts.intervals import Interval, in_force, merged

START = datetime(2026, 12, 1, tzinfo=UTC)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


hours = st.integers(0, 40)
intervals = st.builds(lambda start, length: Interval(at(start), at(start + length)), hours, st.integers(1, 12))


@given(st.lists(intervals, max_size=8), hours)
def test_merging_keeps_every_moment_and_only_those(found: list[Interval], hour: int) -> None:
    moment = at(hour)
    assert any(each.contains(moment) for each in merged(found)) == any(each.contains(moment) for each in found)


@given(st.lists(intervals, max_size=8))
def test_merged_intervals_are_in_order_and_apart(found: list[Interval]) -> None:
    result = merged(found)
    assert all(left.end < right.start for left, right in pairwise(result))
    assert merged(result) == result
    assert merged(reversed(found)) == result


@given(intervals, intervals)
def test_overlap_means_a_common_hour(left: Interval, right: Interval) -> None:
    common = any(left.contains(at(h)) and right.contains(at(h)) for h in range(60))
    assert left.overlaps(right) == right.overlaps(left) == common


@given(hours, hours, st.none() | hours, hours)
def test_in_force(start: int, until: int, closed: int | None, moment: int) -> None:
    holding = in_force(at(start), at(until), None if closed is None else at(closed))
    expected = start <= moment < until and (closed is None or moment < closed)
    assert (holding is not None and holding.contains(at(moment))) == expected


def test_an_interval_is_not_empty() -> None:
    with pytest.raises(ValueError, match="empty"):
        Interval(at(1), at(1))
