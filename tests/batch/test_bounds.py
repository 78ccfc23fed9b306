"""Floors and ceilings that are easily taken for none, and cells that are easily read two ways, on both engines."""

from datetime import date
from typing import Any, Final

import pyarrow as pa
import pytest

from nuandong.batch import engines
from nuandong.plans.standard_files import load_standard
from nuandong.policy.editions import Edition, on
from nuandong.policy.words import explain

TEXT: Final = """\
standard: bounds
title: 底线和上限
published: [{id: paper, place: 某县, title: 通知, day: "2026"}]
inputs:
  - {name: poor, title: 贫困, kind: flag}
  - {name: children, title: 孩子, kind: persons}
rules:
  - {id: grant, title: 补助, source: paper, need: food, unit: fen, per: household, exact: 1000}
  - {id: bound, title: 界限, source: paper, need: total, unit: fen, %s}
"""
GOODS: Final = """\
standard: goods
title: 口粮
published: [{id: paper, place: 某县, title: 通知, day: "2026"}]
month_days: 31
rules:
  - {id: rice, title: 米, source: paper, need: food, role: grant, unit: gram, per: person_day, at_least: 1, months: [1, 24], price: {fen: 10000000, per: 1}}
"""


def standard(text: str) -> Edition:
    return on(load_standard(text.encode(), "bounds.yaml"), date(2026, 12, 1), "test")


def outcome(rules: Edition, engine: engines.Name, **cells: list[Any]) -> engines.Outcome:
    return engines.calculate(rules, engines.prepared(rules, pa.table(cells)), engine)


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
@pytest.mark.parametrize(
    ("rule", "children", "amount", "bound"),
    [
        ("per: household, role: ceiling, exact: 300", 0, 300, 300),
        ("per: household, role: floor, exact: 1500", 0, 1500, 1500),
        ("per: person, count: children, at_most: 400", 2, 800, 800),
        ("per: person, count: children, at_most: 400", 0, 0, 0),
        ("per: household, at_most: 0", 0, 0, 0),
        ("per: person, count: children, at_least: 400", 0, 1000, 0),
        ("when: {poor: true}, per: household, at_most: 0", 0, 1000, -1),
        ("when: {poor: true}, per: household, at_least: 2000", 0, 1000, -1),
    ],
)
def test_a_bound_of_nothing_is_a_bound(rule: str, children: int, amount: int, bound: int, engine: engines.Name) -> None:
    rules = standard(TEXT % rule)
    found = outcome(rules, engine, household=["a"], persons=[4], poor=[0], children=[children])
    assert found.problems == []
    (row,) = found.rows.to_pylist()
    assert (row["amount_fen"], row["bound__bound"]) == (amount, bound)
    assert ("界限" in "".join(explain(rules, row))) == (bound >= 0)


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
@pytest.mark.parametrize(
    ("households", "persons", "wrong"),
    [
        (["a"], ["　3"], [(2, "persons", "not_a_number")]),
        (["a"], [" 3 "], []),
        (["a"], ["3\t"], [(2, "persons", "not_a_number")]),
        (["a", "a　"], ["3", "3"], []),
        ([0, 0], ["3", "3"], [(3, "household", "duplicate")]),
        ([0, 1], ["3", "3"], []),
    ],
)
def test_a_cell_says_the_same_to_both(
    households: list[Any], persons: list[str], wrong: list[tuple[int, str, str]], engine: engines.Name
) -> None:
    rules = standard(TEXT % "per: household, at_most: 300")
    zeros = [0] * len(persons)
    found = outcome(rules, engine, household=households, persons=persons, poor=zeros, children=zeros)
    assert [(one.row, one.column, one.code) for one in found.problems] == wrong


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
@pytest.mark.parametrize(("grams", "amount"), [(1_000_000, 1_488 * 10**15), (1_000_001, None)])
def test_goods_without_an_upper_bound_stay_within_64_bits(grams: int, amount: int | None, engine: engines.Name) -> None:
    given: dict[str, list[Any]] = {
        "household": ["a"],
        "persons": [200],
        "rice_amount": [grams],
        "rice_months": [24],
        "rice_reason": ["村评"],
    }
    found = outcome(standard(GOODS), engine, **given)
    assert found.rows.to_pylist()[0]["amount_fen"] == amount if amount else found.problems[0].code == "out_of_range"
