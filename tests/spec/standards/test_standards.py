"""The tables of this folder on the reference engine and on the columns: every row the same amount, refusal and words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from ruamel.yaml import YAML

from nuandong.batch import engines
from nuandong.kernel.errors import Invalid
from nuandong.policy.benefit import calculate
from nuandong.policy.editions import Edition, edition, on
from nuandong.policy.library import standard_named, standards
from nuandong.policy.words import codes, explain

CODES = re.compile(r"¶|#|[a-z]{2,}-|[a-z]+_|[0-9a-f]{12}")
"""What an applicant does not read: places in sources, names of files and columns, digests."""
USUAL_DAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Case:
    standard: str
    said: dict[str, Any]
    usual: dict[str, Any]

    def edition(self) -> Edition:
        standard = standard_named(self.standard)
        if "crossed" in self.said:
            standard = standard.model_copy(update={"crossed": self.said["crossed"]})
        return on(standard, self.said.get("on", USUAL_DAY), "test")

    @property
    def household(self) -> dict[str, Any]:
        return {"household": "1", **self.usual, **self.said["given"]}


def tables() -> Iterator[Case]:
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for table in content.get("several", [content]):
            for said in (*table["cases"], *table.get("decided", ())):
                yield Case(table["standard"], said, table["usual"])


CASES = list(tables())


def test_every_standard_has_its_table() -> None:
    assert {case.standard for case in CASES} == set(standards())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.standard}: {case.said.get('what', case.said)}")
def test_reference(case: Case) -> None:
    said = case.said
    if "refused" in said:
        with pytest.raises(Invalid) as caught:
            edition(case.standard, said["on"])
        assert caught.value.code == said["refused"]
        return
    rules = case.edition()
    answer = calculate(rules, case.household)
    if "wrong" in said:
        assert [(one.row, one.column, one.code) for one in answer.problems] == [(2, *said["wrong"])]
        return
    assert answer.problems == []
    assert answer.trace is not None
    assert answer.trace["amount_fen"] == said["fen"]
    assert {unit: answer.trace[unit] for unit in rules.goods if answer.trace[unit]} == said.get("goods", {})
    assert answer.trace.get("priority") == said.get("priority", answer.trace.get("priority"))
    told = "\n".join(explain(rules, answer.trace))
    assert said.get("says", "") in told
    assert not CODES.search(told)
    named = dict(codes(rules, answer.trace))
    assert (named["标准代号"], named["标准文件版本"]) == (rules.standard.standard, rules.version)


def as_typed(rows: list[dict[str, Any]], names: list[str]) -> pa.Table:
    """Whole numbers as numbers where a column has nothing else, as a Parquet file would."""
    columns: dict[str, Any] = {}
    for name in names:
        cells = [row.get(name) for row in rows]
        numbers = all(cell is None or isinstance(cell, int) for cell in cells)
        columns[name] = pa.array(cells if numbers else [None if c is None else str(c) for c in cells])
    return pa.table(columns)


def as_text(rows: list[dict[str, Any]], names: list[str]) -> pa.Table:
    """Everything as text, as a CSV file would."""
    return pa.table(
        {
            name: pa.array([str(row.get(name, "") if row.get(name) is not None else "") for row in rows])
            for name in names
        }
    )


@pytest.mark.parametrize("shape", [as_typed, as_text])
@pytest.mark.parametrize("crossed", [None, "floor", "ceiling"])
@pytest.mark.parametrize("code", sorted(standards()))
def test_columns(code: str, crossed: str | None, shape: Any) -> None:
    cases = [
        case
        for case in CASES
        if case.standard == code and case.said.get("crossed") == crossed and "refused" not in case.said
    ]
    if not cases:
        return
    rules = cases[0].edition()
    rules = on(rules.standard, USUAL_DAY, "test")
    rows = [{**case.household, "household": f"h{number}"} for number, case in enumerate(cases)]
    names = [column.name for column in rules.columns]
    wrong = [(number + 2, *case.said["wrong"]) for number, case in enumerate(cases) if "wrong" in case.said]
    found = engines.calculate(rules, engines.prepared(rules, shape(rows, names)), "duckdb")
    assert [(one.row, one.column, one.code) for one in found.problems] == wrong
    good = [row for row, case in zip(rows, cases, strict=True) if "wrong" not in case.said]
    table = engines.prepared(rules, shape(good, names))
    by_columns = engines.with_words(rules, engines.calculate(rules, table, "duckdb").rows).to_pylist()
    by_rows = engines.with_words(rules, engines.calculate(rules, table, "reference").rows).to_pylist()
    assert by_columns == by_rows
    assert [row["amount_fen"] for row in by_columns] == [case.said["fen"] for case in cases if "fen" in case.said]
