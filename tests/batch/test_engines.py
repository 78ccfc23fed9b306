"""Random lists, good and bad: the columns give the same rows, amounts, traces and mistakes as the reference."""

from datetime import date
from typing import Any, Final

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.batch import engines
from nuandong.kernel.errors import Invalid
from nuandong.plans.standard_files import load_standard
from nuandong.policy.editions import Column, Edition, edition, on
from nuandong.policy.library import standards

DAY: Final = date(2026, 12, 1)
INVENTED: Final = """\
standard: invented
title: 样样都有
published: [{id: paper, place: 某县, title: 通知, day: "2026"}]
together: highest_only
month_days: 31
rounding: {to: 700, mode: half_up}
crossed: %s
scope: {kind: [farm, "forest"]}
inputs:
  - {name: kind, title: 户'别, kind: code, codes: {farm: "农'户", forest: 林户, town: 城镇户}}
  - {name: ill, title: 有病人, kind: flag}
  - {name: heads, title: 要救助的人, kind: persons}
rules:
  - {id: rice, title: 米, source: paper, group: 甲, need: food, unit: gram, per: person_day, count: heads, exact: 333, months: [1, 3], price: {fen: 7, per: 500}}
  - {id: wood, title: 柴, source: paper, group: 甲, need: heating, unit: fen, per: household_month, at_least: 100, at_most: 9000, months: [1, 2]}
  - {id: oil, title: 油, source: paper, group: 乙, when: {ill: true}, need: food, unit: fen, per: person_month, exact: 1111, months: [2, 2], chosen: {months: 2, reason: 统一}}
  - {id: coat, title: 衣, source: paper, group: 乙, when: {kind: farm}, need: clothing, unit: piece, per: person, at_least: 1, at_most: 3, chosen: {amount: 2, reason: 统一}}
  - {id: gift, title: 慰问, source: paper, need: total, unit: fen, per: household, role: grant, at_least: 0, when: {kind: forest}}
  - {id: food-floor, title: 口粮底线, source: paper, need: food, unit: fen, per: person, at_least: 900}
  - {id: food-cap, title: 口粮上限, source: paper, when: {ill: true}, need: food, unit: fen, per: person, count: heads, at_most: 20000}
  - {id: floor, title: 底线, source: paper, need: total, unit: fen, per: person, at_least: 2500}
  - {id: cap, title: 上限, source: paper, need: total, unit: fen, per: household, role: ceiling, exact: 30000}
"""
BOUNDS: Final = """\
standard: bounds
title: 只有底线
published: [{id: paper, place: 某县, title: 通知, day: "2026"}]
rounding: {to: 100, mode: up}
crossed: %s
inputs: [{name: poor, title: 贫困, kind: flag}]
rules:
  - {id: one, title: 甲, source: paper, need: food, unit: fen, per: household, at_least: 100, at_most: 5000}
  - {id: two, title: 乙, source: paper, need: heating, when: {poor: true}, unit: fen, per: person, exact: 1501}
  - {id: food-floor, title: 口粮底线, source: paper, need: food, unit: fen, per: person, at_least: 1700}
  - {id: floor, title: 底线, source: paper, when: {poor: true}, need: total, unit: fen, per: person, at_least: 2500}
"""


def invented(text: str, crossed: str) -> Edition:
    return on(load_standard((text % crossed).encode(), "invented.yaml"), DAY, "test")


EDITIONS: Final = [edition(code, DAY) for code in standards()] + [
    invented(text, crossed) for text in (INVENTED, BOUNDS) for crossed in ("refuse", "floor", "ceiling")
]
GARBAGE: Final = st.sampled_from(
    [None, "", "  ", "-1", "1.0", "１", "x", "99999999999", "0", " 3 ", "'", "\\", "7\n", "true"]
)


def cell(column: Column, number: int) -> st.SearchStrategy[Any]:
    match column.kind:
        case "key":
            return st.just(f"h{number}")
        case "text":
            return st.sampled_from(["村评", "it's", "a\\b"])
        case "flag":
            return st.sampled_from(["0", "1", "是", "否"])
        case "code":
            assert column.codes is not None
            return st.sampled_from([*column.codes, *column.codes.values()])
    top = column.high if column.high is not None else 200_000
    return st.integers(column.low, min(top, 12) if column.low <= 12 else top).map(str)


@st.composite
def lists(draw: st.DrawFn) -> tuple[Edition, list[dict[str, Any]]]:
    rules = draw(st.sampled_from(EDITIONS))
    rows = []
    for number in range(draw(st.integers(1, 20))):
        row = {column.name: draw(cell(column, number)) for column in rules.columns}
        if draw(st.integers(0, 3)) == 0:
            row[draw(st.sampled_from(sorted(row)))] = draw(GARBAGE)
        if number and draw(st.integers(0, 9)) == 0:
            row["household"] = rows[0]["household"]
        rows.append(row)
    if draw(st.booleans()):
        # Many households that say the same, in any order.
        again = [row | {"household": f"{row['household']}/{turn}"} for turn in range(3) for row in rows]
        rows = draw(st.permutations(again))
    return rules, rows


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(lists())
def test_columns_agree_with_the_judge(drawn: tuple[Edition, list[dict[str, Any]]]) -> None:
    rules, rows = drawn
    judged, found = both(rules, rows)
    assert found.problems == judged.problems
    wrong = {one.row for one in judged.problems}
    good = [row for number, row in enumerate(rows, 2) if number not in wrong]
    if good:
        judged, found = both(rules, good)
        assert judged.problems == []
        assert found.rows.to_pylist() == judged.rows.to_pylist()


def both(rules: Edition, rows: list[dict[str, Any]]) -> tuple[engines.Outcome, engines.Outcome]:
    """By the judge, and by columns; every second list keeps its texts once and by number."""
    listed = table(rules, rows)
    columns = [one.dictionary_encode() for one in listed.columns] if len(rows) % 2 else listed.columns
    numbered = engines.prepared(rules, pa.table(columns, names=listed.column_names))
    return engines.calculate(rules, listed, "reference"), engines.calculate(rules, numbered, "duckdb")


def table(rules: Edition, rows: list[dict[str, Any]]) -> pa.Table:
    names = [column.name for column in rules.columns]
    return engines.prepared(
        rules, pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in names})
    )


@pytest.mark.parametrize(
    ("change", "code", "names"),
    [
        ({"persons": None}, "policy.column_missing", "persons"),
        ({"persons": pa.array([1.0])}, "policy.column_type", "persons"),
    ],
)
def test_a_list_of_the_wrong_shape(change: dict[str, Any], code: str, names: str) -> None:
    rules = edition("relief-jiuhuashan", DAY)
    columns = {"household": pa.array(["a"]), "persons": pa.array([1])} | change
    with pytest.raises(Invalid) as caught:
        engines.prepared(rules, pa.table({name: cells for name, cells in columns.items() if cells is not None}))
    assert (caught.value.code, caught.value.field) == (code, names)


def test_a_constant_stands_in_for_a_column_that_is_not_there() -> None:
    rules = edition("relief-food-grant", DAY)
    listed = pa.table({"household": ["a"], "persons": [2], "category": ["general"]})
    assert (
        engines.calculate(rules, engines.prepared(rules, listed, {"area": "rural"})).rows["amount_fen"][0].as_py()
        == 30000
    )
    for wrong in ({"persons": "2"}, {"colour": "red"}):
        with pytest.raises(Invalid) as caught:
            engines.prepared(rules, listed, wrong)
        assert caught.value.code == "policy.constant_wrong"
