"""Spark gives the same rows and the same mistakes as the judge: every standard's table, and a list of ten thousand."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from nuandong.batch import engines
from nuandong.policy.editions import edition
from nuandong.policy.library import standards
from tests.batch.test_engines import EDITIONS, INVENTED, invented
from tests.spec.standards.test_standards import CASES, USUAL_DAY, as_text, as_typed

ROWS = 10_000
# The bridge to Java leaves its sockets to the end of the process.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.parametrize("shape", [as_typed, as_text])
@pytest.mark.parametrize("code", sorted(standards()))
def test_tables_of_the_standards(code: str, shape: Any) -> None:
    rules = edition(code, USUAL_DAY)
    cases = [case for case in CASES if case.standard == code and not {"refused", "crossed"} & set(case.said)]
    rows = [{**case.household, "household": f"h{number}"} for number, case in enumerate(cases)]
    rows.append({**rows[0]})
    names = [column.name for column in rules.columns]
    every = engines.prepared(rules, shape(rows, names))
    assert engines.calculate(rules, every, "spark").problems == engines.calculate(rules, every, "reference").problems
    good = [row for row, case in zip(rows, cases, strict=False) if "wrong" not in case.said]
    agree(rules, engines.prepared(rules, shape(good, names)))


def test_a_large_list() -> None:
    drawn = np.random.default_rng(1)
    persons = drawn.integers(1, 9, ROWS)
    needs = {f"{need}_persons": drawn.integers(0, persons + 1) for need in ("food", "clothing", "heating")}
    table = pa.table(
        {"household": [f"h{n}" for n in range(ROWS)], "persons": persons, "category": ["低保户"] * ROWS, **needs}
    )
    rules = edition("relief-three-needs", USUAL_DAY)
    agree(rules, engines.prepared(rules, table))


@pytest.mark.parametrize("crossed", ["floor", "ceiling"])
def test_everything_that_a_standard_can_say(crossed: str) -> None:
    rules = invented(INVENTED, crossed)
    assert rules.standard in [one.standard for one in EDITIONS]
    rows = [
        {"household": f"h{number}", "persons": 1 + number % 7, "kind": kind, "ill": number % 2, "heads": number % 2,
         "rice_months": 1 + number % 3, "rice_reason": "it's", "wood_amount": 100 + 977 * (number % 9),
         "wood_months": 1 + number % 2, "wood_reason": "a\\b", "gift_amount": 31 * number, "gift_reason": "县里定"}
        for number, kind in enumerate(["farm", "农'户", "forest", "town"] * 12)
    ]  # fmt: skip
    table = as_typed(rows, [column.name for column in rules.columns])
    judged = engines.calculate(rules, engines.prepared(rules, table), "reference")
    wrong = {one.row for one in judged.problems}
    good = [row for number, row in enumerate(rows, 2) if number not in wrong]
    assert len(good) > len(rows) // 4
    agree(rules, engines.prepared(rules, as_typed(good, [column.name for column in rules.columns])))


def agree(rules: Any, table: pa.Table) -> None:
    by_spark, judged = (engines.calculate(rules, table, engine) for engine in ("spark", "reference"))
    assert judged.problems == by_spark.problems == []
    assert by_spark.rows.to_pylist() == judged.rows.to_pylist()
