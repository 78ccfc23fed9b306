"""A budget shared out: exact, within floors and ceilings, never less for more, priority first; and what is said of it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuandong.policy.allocation import Claim, apportion, paid_in_full
from nuandong.policy.problems import RowProblem
from nuandong.policy.sharing import BOUNDS, Need, read_bounds, read_needs, share_out


@pytest.mark.parametrize(
    ("what", "total", "claims", "shares"),
    [
        ("enough for all", 100, [Claim((30,)), Claim((20,))], [30, 20]),
        ("half of it", 25, [Claim((30,)), Claim((20,))], [15, 10]),
        ("a fen that nobody has a better claim to", 1, [Claim((10,)), Claim((10,))], [1, 0]),
        ("nearest fen", 10, [Claim((21,)), Claim((9,))], [7, 3]),
        ("the first class before the second", 12, [Claim((10, 10)), Claim((0, 10))], [11, 1]),
        ("the first class not met: nothing for the second", 5, [Claim((10, 10)), Claim((0, 10))], [5, 0]),
        ("a floor", 10, [Claim((90,)), Claim((10,), floor=4)], [6, 4]),
        ("floors that cannot all be met", 6, [Claim((90,), floor=8), Claim((10,), floor=4)], [4, 2]),
        ("a floor above the need gives the need", 100, [Claim((5,), floor=9)], [5]),
        ("a ceiling", 60, [Claim((90,), ceiling=20), Claim((30,))], [20, 30]),
        ("nobody needs anything", 7, [Claim((0,)), Claim((0,))], [0, 0]),
        ("nobody", 7, [], []),
        ("nothing to share", 0, [Claim((5,))], [0]),
        (
            "beyond what a float can hold",
            10**13 + 1,
            [Claim((10**13,)), Claim((10**13 + 3,))],
            [5000000000000, 5000000000001],
        ),
    ],
)
def test_shares(what: str, total: int, claims: list[Claim], shares: list[int]) -> None:
    assert apportion(total, claims) == shares, what


def test_negative_figures_are_no_figures() -> None:
    with pytest.raises(ValueError, match="negative"):
        apportion(-1, [Claim((1,))])
    with pytest.raises(ValueError, match="negative"):
        apportion(1, [Claim((-1,))])


def test_nobody_is_served_before_somebody_in_front() -> None:
    assert [paid_in_full(budget, [5, 100, 1]) for budget in (4, 5, 104, 105, 106)] == [0, 1, 1, 2, 3]


fen = st.integers(0, 40)
claims = st.lists(
    st.builds(Claim, st.tuples(fen, fen), st.sampled_from([0, 0, 3, 30]), st.sampled_from([None, None, 0, 10, 50])),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(claims, st.integers(0, 200), st.integers(0, 60))
def test_more_money_never_gives_anyone_less(listed: list[Claim], total: int, more: int) -> None:
    before, after = apportion(total, listed), apportion(total + more, listed)
    most = sum(claim.most for claim in listed)
    assert (sum(before), sum(after)) == (min(total, most), min(total + more, most))
    assert all(one <= other for one, other in zip(before, after, strict=True))
    assert all(share <= claim.most for share, claim in zip(before, listed, strict=True))
    if total >= sum(claim.least for claim in listed):
        assert all(share >= claim.least for share, claim in zip(before, listed, strict=True))


@settings(max_examples=60)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.data())
def test_without_floors_and_classes_a_share_is_the_part_of_the_need_to_the_fen(
    needs: list[int], data: st.DataObject
) -> None:
    total = data.draw(st.integers(0, sum(needs)))
    for share, need in zip(apportion(total, [Claim((need,)) for need in needs]), needs, strict=True):
        assert abs(share * sum(needs) - total * need) <= sum(needs) * len(needs)


places = st.sampled_from([("东乡", "一村"), ("东乡", "二村"), ("西乡", "一村")])
households = st.lists(st.tuples(places, st.integers(0, 900), st.integers(1, 3)), min_size=1, max_size=12).map(
    lambda rows: [Need(row, place, f"h{row}", need, priority) for row, (place, need, priority) in enumerate(rows, 2)]
)
bounds = st.dictionaries(places, st.sampled_from([(0, None), (100, None), (300, 400), (0, 500)]))


@settings(max_examples=60)
@given(households, bounds, st.integers(0, 6000), st.integers(0, 900))
def test_down_to_the_households(needs: list[Need], limits: Any, budget: int, more: int) -> None:
    before, after = share_out(budget, needs, limits), share_out(budget + more, needs, limits)
    assert before.given + before.left == budget
    assert before.left >= 0
    paid = {one.household: one.share for one in before.shares if one.level == "household"}
    richer = {one.household: one.share for one in after.shares if one.level == "household"}
    assert all(paid[name] <= richer[name] for name in paid)
    assert set(paid) == {one.household for one in needs}
    for level, part in (("township", "village"), ("village", "household")):
        for one in (one for one in before.shares if one.level == level):
            mine = [
                other
                for other in before.shares
                if other.level == part
                and other.place[: 2 if level == "village" else 1] == one.place[: 2 if level == "village" else 1]
            ]
            assert sum(other.share for other in mine) + one.left == one.share
    funded = {one.household for one in before.unfunded}
    for one in needs:
        in_front = [other for other in needs if other.place == one.place and other.priority < one.priority]
        assert paid[one.household] == 0 or not any(other.household in funded for other in in_front)


def test_what_is_said() -> None:
    needs = [
        Need(2, ("东乡", "一村"), "a", 30000, 2),
        Need(3, ("东乡", "一村"), "b", 20000, 1),
        Need(4, ("西乡", "二村"), "c", 30000, 2),
    ]
    found = share_out(60000, needs)
    said = {(one.level, one.place[1] or one.place[0], one.household): one for one in found.shares}
    assert said["township", "东乡", ""].words() == (
        "需要 500.00 元，分到 400.00 元。优先第 1 类全额保障 200.00 元。"
        "优先第 2 类需要 300.00 元，按各地同样的比例分到 200.00 元。"
    )
    assert (
        said["village", "一村", ""]
        .words()
        .endswith("剩下 200.00 元，不够下一户全额，留待上级定。2 户里 1 户全额保障。")
    )
    assert said["household", "一村", "b"].words() == "优先第 1 类，全村第 1 位：全额 200.00 元。"
    assert "列入缺口名单上报" in said["household", "一村", "a"].words()
    assert [one.household for one in found.unfunded] == ["a", "c"]
    assert (found.need, found.given, found.left) == (80000, 20000, 40000)


def test_villages_without_households_get_parts() -> None:
    needs = [Need(2, ("东乡", "一村"), "", 300), Need(3, ("东乡", "二村"), "", 100, floor=60)]
    assert [one.share for one in share_out(200, needs).shares] == [200, 140, 60]
    assert [one.status for one in share_out(400, needs).unfunded] == []


def row(**changed: object) -> dict[str, object]:
    return {"township": "东乡", "village": "一村", "household": "a", "need_fen": "100", "priority": "1"} | changed


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([row()], []),
        ([row(need_fen=None)], [(2, "need_fen", "missing")]),
        ([row(need_fen="1.5")], [(2, "need_fen", "not_a_number")]),
        ([row(priority="0")], [(2, "priority", "out_of_range")]),
        ([row(priority="")], [(2, "priority", "missing")]),
        ([row(township=" ")], [(2, "township", "missing")]),
        ([row(), row()], [(3, "household", "duplicate")]),
        ([row(floor_fen="5")], [(2, "floor_fen", "out_of_range")]),
        ([row(ceiling_fen="x")], [(2, "ceiling_fen", "not_a_number")]),
    ],
)
def test_a_list_of_needs(rows: list[dict[str, object]], wrong: list[tuple[int, str, str]]) -> None:
    needs, found = read_needs(rows, rows[0])
    assert [(one.row, one.column, one.code) for one in found] == wrong
    assert len(needs) == len(rows)


def test_a_list_of_bounds() -> None:
    needs = [Need(2, ("东乡", "一村"), "a", 100)]
    good = [{"township": "东乡", "floor_fen": "5"}, {"township": "东乡", "village": "一村", "ceiling_fen": "9"}]
    assert read_bounds(good, BOUNDS, needs) == ({("东乡", ""): (5, None), ("东乡", "一村"): (0, 9)}, [])
    wrong = [{"township": "北乡"}, {"township": "东乡", "village": "一村", "floor_fen": "5", "ceiling_fen": "4"}]
    assert read_bounds(wrong, BOUNDS, needs)[1] == [
        RowProblem(2, "township", "unknown_code"),
        RowProblem(3, "floor_fen", "out_of_range"),
    ]
