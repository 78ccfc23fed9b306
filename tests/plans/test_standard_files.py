"""A county's file of a standard: every mistake with its line and column, and the schema that editors use."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from nuandong.plans.problems import PlanFileError
from nuandong.plans.standard_files import load_standard, standard_schema
from nuandong.policy.library import FOLDER, standards

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "docs" / "generated" / "standard.schema.json"
TEXT = """\
standard: mine
title: 县里的标准
published:
  - {id: mine-2026, place: 某县, title: 通知, day: 2026-11-01}
inputs:
  - {name: tier, title: 档次, kind: code, codes: {key: 重点, general: 一般}}
  - {name: heads, title: 人数, kind: persons}
month_days: 30
rules:
  - id: food
    title: 口粮
    source: mine-2026
    need: food
    when: {tier: key}
    unit: gram
    per: person_day
    exact: 500
    months: [2, 5]
    price: {fen: 560, per: 1000}
    changes:
      - {from: 2027-01-01, source: mine-2026, exact: 600, months: [2, 5]}
  - {id: cash, title: 现金, source: mine-2026, need: total, unit: fen, per: person, count: heads, at_least: 100, at_most: 200}
"""


def test_the_library_is_read_the_same_way() -> None:
    for path in sorted(FOLDER.glob("*.yaml")):
        assert load_standard(path.read_bytes(), path.name) == standards()[path.stem]


def test_a_good_file_is_read() -> None:
    assert load_standard(TEXT.encode(), "mine.yaml").rules[0].changes[0].exact == 600


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("need: food", "needs: food", "10:5", "缺少 need"),
        ("need: food", "need: food\n    wen: {}", "14:5", "是否想写 when"),
        ("exact: 500", "exact: 5.5", "17:12", "整数"),
        ("when: {tier: key}", "when: {tire: key}", "14:18", "when 写的列或词"),
        ("when: {tier: key}", "when: {tier: low}", "14:18", "when 写的列或词"),
        ("months: [2, 5]\n    price", "months: [5, 2]\n    price", "18:13", "months"),
        ("month_days: 30", "note: 无", "16:10", "month_days"),
        ("from: 2027-01-01", "from: soon", "21:16", "from"),
        ("id: cash", "id: food", "22:5", "编号 food 重复"),
        ("count: heads", "count: tier", "22:90", "count"),
        ("at_most: 200", "at_most: 99", "22:121", "上限低于下限"),
        ("source: mine-2026\n", "source: other\n", "12:13", "出处不在"),
        ("kind: persons", "kind: code", "7:5", "codes"),
        ("general: 一般", "general: 重点", "6:5", "同名"),
        ("at_least: 100, at_most: 200", "role: ceiling, at_least: 100", "22:5", "上限没有写最多多少"),
        ("name: heads", "name: refused", "7:5", "编号 refused 重复"),
    ],
)
def test_a_mistake_has_its_place(old: str, new: str, where: str, words: str) -> None:
    assert old in TEXT
    with pytest.raises(PlanFileError) as caught:
        load_standard(TEXT.replace(old, new, 1).encode(), "mine.yaml")
    lines = caught.value.lines()
    assert any(line.startswith(f"mine.yaml:{where}:") and words in line for line in lines), lines


def test_the_published_schema_is_the_current_one() -> None:
    published = PUBLISHED.read_text(encoding="utf-8")
    assert published == standard_schema(), "run: nuandong policy schema > docs/generated/standard.schema.json"
    accepts = Draft202012Validator(json.loads(published))
    for path in FOLDER.glob("*.yaml"):
        content = json.loads(json.dumps(YAML(typ="safe").load(path.read_text(encoding="utf-8")), default=str))
        assert list(accepts.iter_errors(content)) == [], path.name
