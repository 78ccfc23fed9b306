"""The tables of this folder on the reference engine and on the columns: every row the same amount, refusal and words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from nuandong.kernel.errors import Invalid
from nuandong.policy.benefit import calculate
from nuandong.policy.editions import Edition, edition, on
from nuandong.policy.library import standard_named, standards
from nuandong.policy.words import explain

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
    assert said.get("says", "") in "\n".join(explain(rules, answer.trace))
