import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.kernel.errors import Invalid
from nuandong.kernel.money import format_yuan, parse_yuan, read_yuan, shares_by_largest_remainder


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("120", 12000),
        ("120.5", 12050),
        ("120.50", 12050),
        (" ０.０１ ", 1),
        ("0", 0),
        ("999999999999.99", 99999999999999),
    ],
)
def test_amounts_read(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed", ["", "-1", "+1", "1,200", "1.234", "1.", ".5", "1e3", "一百", "1 2", "1000000000000", "٣"]
)
def test_amounts_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_yuan(typed, field="amount")
    assert refused.value.field == "amount"


@given(st.integers(0, 10**13))
def test_there_and_back(fen: int) -> None:
    assert parse_yuan(format_yuan(fen)) == fen


@pytest.mark.parametrize(("fen", "written"), [(-5, "-0.05"), (-12050, "-120.50"), (7, "0.07")])
def test_small_and_negative(fen: int, written: str) -> None:
    assert format_yuan(fen) == written


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (10000, [3, 2, 1], [5000, 3333, 1667]),
        (5, [0, 1, 0], [0, 5, 0]),
        (0, [1, 2], [0, 0]),
        (1, [1, 2], [0, 1]),
    ],
)
def test_shares(total: int, weights: list[int], shares: list[int]) -> None:
    assert shares_by_largest_remainder(total, weights) == shares


@given(st.integers(0, 10**14), st.lists(st.integers(0, 10**9), min_size=1, max_size=50).filter(any))
def test_shares_add_up_and_stay_within_a_fen(total: int, weights: list[int]) -> None:
    shares = shares_by_largest_remainder(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert share * sum(weights) > total * weight - sum(weights)
        assert share * sum(weights) < total * weight + sum(weights)


@pytest.mark.parametrize(("total", "weights"), [(1, []), (1, [0, 0]), (-1, [1]), (1, [2, -1])])
def test_shares_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError):
        shares_by_largest_remainder(total, weights)


@pytest.mark.parametrize(
    ("fen", "words"),
    [(0, "0.00"), (5, "0.05"), (100, "1.00"), (123_456, "1,234.56"), (-5, "-0.05"), (-123_456, "-1,234.56")],
)
def test_fen_are_shown_as_yuan(fen: int, words: str) -> None:
    assert read_yuan(fen) == words
