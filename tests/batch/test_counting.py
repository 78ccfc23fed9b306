"""Persons counted into households: numbered households are found as those with names are."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nuandong.batch.counting import _summed, counted
from nuandong.policy.editions import edition

RULES = edition("relief-three-needs", date(2026, 12, 1))
NEEDS = ("food_persons", "clothing_persons", "heating_persons")
LARGEST = 2**63 - 1
NUMBERS = st.integers(-20, 20) | st.integers(-LARGEST - 1, LARGEST)


def lists(households: list[int], members: list[tuple[int, int]], *, text: bool) -> tuple[pa.Table, pa.Table]:
    def keys(numbers: list[int]) -> pa.Array:
        return pa.array(map(str, numbers), pa.string()) if text else pa.array(numbers, pa.int64())

    flags = {name: pa.array([flag for _household, flag in members], pa.int64()) for name in NEEDS}
    return (
        pa.table({"household": keys(households)}),
        pa.table({"household": keys([household for household, _flag in members]), **flags}),
    )


@given(
    st.lists(NUMBERS, min_size=1, max_size=12),
    st.lists(st.tuples(NUMBERS, st.integers(0, 1)), max_size=30),
)
@example([1, 2, 3], [(1, 1), (3, 0), (3, 1), (2, 1)])
@example([-LARGEST - 1, LARGEST], [(LARGEST, 1)])
@example([5, 5], [(5, 1)])
@example([7], [(-LARGEST - 1, 1), (LARGEST, 1)])
def test_numbers_are_found_as_words_are(households: list[int], members: list[tuple[int, int]]) -> None:
    (by_number, wrong), (by_word, other) = (
        counted(RULES, *lists(households, members, text=text)) for text in (False, True)
    )
    assert wrong == other
    if not wrong:
        assert by_number.drop_columns(["household"]).equals(by_word.drop_columns(["household"]))
        assert by_number["persons"].type == pa.int64()


@pytest.mark.parametrize("household", [0, 4, None])
def test_whoever_belongs_to_no_household_of_the_list_is_named(household: int | None) -> None:
    homes, people = lists([1, 2, 3], [(1, 1)], text=False)
    stranger = pa.table({"household": pa.array([household], pa.int64()), **{name: [1] for name in NEEDS}})
    _listed, wrong = counted(RULES, homes, pa.concat_tables([people, stranger]))
    assert [(one.row, one.column) for one in wrong] == [(3, "persons:household")]


@pytest.mark.parametrize("most", [3, 1500])
def test_flags_are_counted_together_as_one_by_one(most: int) -> None:
    drawn = np.random.default_rng(most)
    places = np.repeat(np.arange(40), drawn.integers(1, most, size=40))
    flags = {f"need{n}": drawn.integers(0, 2, size=len(places)) for n in range(7)} | {"all": np.ones_like(places)}
    sums = _summed(places, flags, 40)
    one_by_one = {name: [int(flag[places == home].sum()) for home in range(40)] for name, flag in flags.items()}
    assert {name: sums[name].tolist() for name in flags} == one_by_one
    assert sums["persons"].tolist() == one_by_one["all"]
