"""Lots: the same anywhere and for ever, fair in load, nobody inspects himself."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.supervision.drawing import Inspector, Pools, Target, able, draw, is_own

COUNTY, A, A1, B = 520102000000, 520102001000, 520102001001, 520102002000
SEED = "00" * 32
KNOWN = [("02", ["67", "65"]), ("04", ["64", "66"]), ("03", ["66", "67"])]
KNOWN_DIGEST = "4774359af2c941e81455a24df374086e1260d51aeaf9a587b02272aedea728d3"


def name(number):
    return str(UUID(int=number))


def pools(targets=6, inspectors=4, wanted=3, each=2):
    return Pools(
        tuple(Target(name(n), A if n % 2 else B) for n in range(targets)),
        tuple(Inspector(name(100 + n), name(200), COUNTY) for n in range(inspectors)),
        wanted,
        each,
    )


def test_a_known_draw_never_changes():
    found = [(pick.target.id[-2:], [one.id[-2:] for one in pick.inspectors]) for pick in draw(pools(), SEED)]
    assert found == KNOWN
    assert pools().digest() == KNOWN_DIGEST


@pytest.mark.parametrize(
    ("unit", "region", "target", "own"),
    [
        ("office", COUNTY, Target("p", A), False),
        ("town", A, Target("p", A), True),
        ("town", A, Target("p", A1), True),
        ("village", A1, Target("p", A), False),
        ("town", B, Target("p", A), False),
        ("office", COUNTY, Target("office", COUNTY, "office"), True),
        ("office", COUNTY, Target("station", COUNTY, "station"), False),
        ("other of the town", A, Target("town", A, "town"), True),
    ],
)
def test_nobody_inspects_himself(unit, region, target, own):
    assert is_own(unit, region, target) is own


@given(
    seed=st.binary(min_size=32, max_size=32).map(bytes.hex),
    size=st.integers(1, 30),
    people=st.integers(2, 9),
    each=st.integers(1, 2),
    data=st.data(),
)
def test_any_order_of_the_pools_gives_the_same_fair_draw(seed, size, people, each, data):
    whole = pools(size, people, data.draw(st.integers(1, size)), each)
    shuffled = replace(
        whole,
        targets=tuple(data.draw(st.permutations(whole.targets))),
        inspectors=tuple(data.draw(st.permutations(whole.inspectors))),
    )
    picks = draw(whole, seed)
    assert draw(shuffled, seed) == picks
    assert shuffled.digest() == whole.digest()
    assert Pools.read(whole.written()).digest() == whole.digest()
    assert len({pick.target for pick in picks}) == len(picks) == whole.wanted
    assert all(len(set(pick.inspectors)) == each for pick in picks)
    load = [sum(one in pick.inspectors for pick in picks) for one in whole.inspectors]
    assert max(load) - min(load) <= 1


def test_too_few_inspectors_are_an_error_of_the_caller():
    mine = replace(pools(), inspectors=(Inspector(name(100), name(200), A),))
    assert able(mine, Target(name(1), A)) == []
    with pytest.raises(ValueError, match="0 of 2"):
        draw(replace(mine, targets=(Target(name(1), A),), wanted=1), SEED)
