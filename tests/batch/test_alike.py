"""Rows of a list that say the same are of one kind, whatever their cells are; and only those."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.batch.alike import kinds

SMALL = st.none() | st.integers(-3, 3)
WIDE = st.none() | st.sampled_from([-(2**63), 2**63 - 1, 0, 70_000])
WORDS = st.none() | st.sampled_from(["", "低保", " 低保", "general"])


@given(st.lists(st.tuples(SMALL, WIDE, WORDS), min_size=1, max_size=8), st.integers(2, 4), st.randoms())
def test_the_same_and_only_the_same(drawn: list[tuple[Any, ...]], times: int, order: Any) -> None:
    rows = [row for row in drawn for _turn in range(times)]
    order.shuffle(rows)
    # In pieces, as files are read.
    types = (pa.int64(), pa.int64(), pa.string())
    cut = len(rows) // 2
    columns = [
        pa.chunked_array([pa.array(cells[:cut], type_), pa.array(cells[cut:], type_)], type_)
        for cells, type_ in zip(zip(*rows, strict=True), types, strict=True)
    ]
    found = kinds(columns, len(rows))
    assert found is not None
    assert len(found.rows) == len(set(drawn))
    assert [rows[found.rows[kind]] for kind in found.of] == rows


def test_households_of_a_kind_of_their_own_are_not_told_apart() -> None:
    assert kinds([pa.chunked_array([list(range(10))])], 10) is None
    assert kinds([pa.chunked_array([[str(one) for one in range(10)]])], 10) is None


@pytest.mark.parametrize("count", [200_000])
def test_many_columns_of_many_values_take_no_table_of_their_product(count: int) -> None:
    """A table of every value that could be would have 10^10 places."""
    column = pa.chunked_array([[one % 100 for one in range(count)]])
    found = kinds([column] * 5, count)
    assert found is not None
    assert len(found.rows) == 100
    # These have more than are told apart, however few there are: 10^9 places after the third.
    assert (
        kinds([pa.chunked_array([[one % prime for one in range(count)]]) for prime in (997, 991, 983)], count) is None
    )


def test_a_standard_that_asks_for_nothing_more_has_one_kind() -> None:
    found = kinds([], 4)
    assert found is not None
    assert list(found.of) == [0, 0, 0, 0]
