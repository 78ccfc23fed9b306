"""What is in force where and when."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from nuandong.alerts import selectors
from nuandong.alerts.actions import Receipt
from nuandong.alerts.intervals import Interval
from nuandong.alerts.selectors import Coverage
from nuandong.kernel.errors import NotFound
from tests.alerts.samples import gbt
from tests.cast import COUNTY, NOW, OTHER_COUNTY, PREFECTURE, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A

HandIn = Callable[..., Receipt]
PROVINCE = 520000000000


@pytest.mark.parametrize(
    ("codes", "asked", "coverage"),
    [
        (PROVINCE, COUNTY, Coverage.WHOLE),
        (PREFECTURE, COUNTY, Coverage.WHOLE),
        (COUNTY, COUNTY, Coverage.WHOLE),
        (COUNTY, VILLAGE_A, Coverage.WHOLE),
        (TOWNSHIP_A, COUNTY, Coverage.PART),
        (VILLAGE_A, PREFECTURE, Coverage.PART),
        (f"{TOWNSHIP_A},{COUNTY}", COUNTY, Coverage.WHOLE),
        (f"{OTHER_COUNTY},{TOWNSHIP_A}", COUNTY, Coverage.PART),
        (TOWNSHIP_B, TOWNSHIP_A, None),
        (OTHER_COUNTY, COUNTY, None),
        (530000000000, COUNTY, None),
        ("", COUNTY, None),
    ],
)
def test_regions_inside_and_around(codes: object, asked: int, coverage: Coverage | None, hand_in: HandIn) -> None:
    hand_in(gbt("n1", codes=str(codes)))
    assert [held.coverage for held in selectors.holding(NOW, asked)] == ([coverage] if coverage else [])
    assert len(selectors.recent(region=asked)) == (1 if coverage else 0)


def at(hour: int) -> datetime:
    return NOW.replace(hour=hour)


@pytest.mark.parametrize(("hour", "holds"), [(16, False), (17, True), (18, True), (19, False)])
def test_times_are_half_open(hour: int, holds: bool, hand_in: HandIn) -> None:
    hand_in(gbt("n1", sent="2026-12-01 17:00:00+08:00", expires="2026-12-01 19:00:00+08:00"))
    assert bool(selectors.holding(at(hour), COUNTY)) is holds


def test_strongest_of_each_event(hand_in: HandIn) -> None:
    hand_in(gbt("n1", events=(("11B05", "Blue"), ("11B21", "Yellow"))))
    hand_in(gbt("n2", events=(("11B05", "Orange"),), codes=str(TOWNSHIP_A)))
    hand_in(gbt("n3", events=(("11B05", "Orange"),), codes=str(PREFECTURE)))
    hand_in(gbt("n4", events=(("11B21", "purple"),)))
    held = selectors.holding(NOW, COUNTY)
    assert [h.level for h in held] == ["orange", "orange", "yellow", "blue", "unknown"]
    best = selectors.strongest(held)
    assert {event: (h.level, h.regions) for event, h in best.items()} == {
        "cold_wave": ("orange", (PREFECTURE,)),
        "road_icing": ("yellow", (COUNTY,)),
    }


def test_spells_join_what_follows_without_a_gap(hand_in: HandIn) -> None:
    hand_in(gbt("n1", sent="2026-12-01 08:00:00+08:00", expires="2026-12-01 12:00:00+08:00"))
    hand_in(gbt("n2", sent="2026-12-01 10:00:00+08:00", expires="2026-12-01 14:00:00+08:00", codes=str(TOWNSHIP_A)))
    hand_in(gbt("n3", "Update", sent="2026-12-01 13:00:00+08:00", references="n2", expires="2026-12-01 15:00:00+08:00"))
    hand_in(gbt("n4", sent="2026-12-01 17:00:00+08:00", events=(("11B06", "Blue"),)))
    day = at(0), at(0) + timedelta(days=1)
    cold = selectors.spells(COUNTY, since=day[0], until=day[1], events=["cold_wave"])
    assert cold == [Interval(at(8), at(15))]
    assert selectors.spells(COUNTY, since=day[0], until=day[1]) == [*cold, Interval(at(17), day[1])]
    assert selectors.spells(COUNTY, since=at(9), until=at(11)) == [Interval(at(9), at(11))]
    assert selectors.spells(OTHER_COUNTY, since=day[0], until=day[1]) == []


def test_overlap_needs_common_time_and_ground(hand_in: HandIn) -> None:
    (mine,) = hand_in(gbt("n1", sent="2026-12-01 12:00:00+08:00", expires="2026-12-01 18:00:00+08:00")).warnings
    hand_in(gbt("before", sent="2026-12-01 08:00:00+08:00", expires="2026-12-01 12:00:00+08:00"))
    hand_in(gbt("elsewhere", sent="2026-12-01 13:00:00+08:00", codes=str(OTHER_COUNTY)))
    hand_in(gbt("drill", sent="2026-12-01 13:00:00+08:00", status="Exercise"))
    (inside,) = hand_in(gbt("inside", sent="2026-12-01 17:00:00+08:00", codes=str(TOWNSHIP_B))).warnings
    (around,) = hand_in(
        gbt("around", sent="2026-12-01 13:00:00+08:00", codes=str(PREFECTURE), events=(("11B04", "Red"),))
    ).warnings
    assert selectors.overlapping(mine.id) == [around, inside]


def test_pages_by_keyset(hand_in: HandIn) -> None:
    made = [hand_in(gbt(f"n{n}"), now=NOW + timedelta(minutes=n)).warnings[0] for n in range(5)]
    first = selectors.recent(limit=2)
    second = selectors.recent(limit=2, before=first[-1].id)
    assert first + second == made[:0:-1]


def test_reading_what_is_not_there(hand_in: HandIn) -> None:
    for read in (selectors.get, selectors.history, selectors.overlapping, selectors.raw_body):
        with pytest.raises(NotFound):
            read(UUID(int=7))
