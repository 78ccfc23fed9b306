from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.ids import floor_id, ids_as_text, new_id, random_signs, seeded, seeded_id, time_of

NIGHT = datetime(2026, 12, 1, 20, 0, tzinfo=SHANGHAI)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def test_ids_of_one_moment_rise() -> None:
    made = [new_id(NIGHT) for _ in range(2000)]
    assert made == sorted(set(made))


def test_ids_written_down_rise_and_are_nobody_elses() -> None:
    before = new_id(NIGHT)
    made = [UUID(one) for one in islice(ids_as_text(NIGHT), 1500)]
    assert [before, *made] == sorted({before, *made})
    assert {time_of(one) for one in made} == {NIGHT}
    assert new_id(NIGHT) > made[-1]


def test_threads_never_share_an_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id(NIGHT), range(4000)))
    assert len(set(made)) == 4000


@given(MOMENTS)
def test_time_comes_back_to_the_millisecond(at: datetime) -> None:
    made = new_id(at)
    assert made.version == 7
    assert timedelta(0) <= at - time_of(made) < timedelta(milliseconds=1)


@given(MOMENTS)
def test_floor_is_below_every_id_of_its_moment_and_above_the_moment_before(at: datetime) -> None:
    assert floor_id(at) <= new_id(at)
    if at > datetime(1970, 1, 2, tzinfo=UTC):
        assert new_id(at - timedelta(milliseconds=1)) < floor_id(at)


def test_seeded_ids_repeat_and_differ_by_part() -> None:
    assert seeded_id(NIGHT, "person", 7) == seeded_id(NIGHT, "person", 7)
    assert len({seeded_id(NIGHT, "person", n) for n in range(500)} | {seeded_id(NIGHT, "person7")}) == 501
    assert time_of(seeded_id(NIGHT, "x")) == NIGHT


def test_ids_and_signs_repeat_inside_a_seeded_block_only() -> None:
    def some() -> tuple[object, ...]:
        return new_id(NIGHT), new_id(NIGHT), new_id(NIGHT + timedelta(seconds=1)), random_signs("ABCDEFGH", 12)

    with seeded("a"):
        first = some()
    with seeded("a"):
        again = some()
    with seeded("b"):
        other = some()
    assert first == again
    assert not set(first) & set(other)
    assert not set(first) & set(some())


def test_refusals() -> None:
    with pytest.raises(ValueError, match="time zone"):
        new_id(datetime(2026, 12, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="version 7"):
        time_of(uuid4())
    with pytest.raises(ValueError, match="range"):
        new_id(datetime(1960, 1, 1, tzinfo=UTC))
