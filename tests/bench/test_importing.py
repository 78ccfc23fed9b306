"""The bench of the import: an invented page read from end to end, and what it says without texts."""

from decimal import Decimal

import pytest

from bench import importing
from bench.answer_keys import Key, read_entry

PAGE = """一页里的暖冬方案

暖冬行动方案篇一

各镇每周巡查不少于2次。

暖冬行动方案篇二

救助站实行24小时值守，接到电话后20分钟内出发。
时间为20xx年x月x日至20xx年3月底。
每户发放棉被2至4床，每人每天口粮1斤，入户率不低于80%。
于1月20日前将工作总结报县民政局。
"""
FACTS = (
    {"paragraph": 1, "kind": "duration", "value": 24, "unit": "hours", "bound": "exact"},
    {"paragraph": 1, "kind": "duration", "value": 20, "unit": "minutes", "bound": "at_most"},
    {"paragraph": 2, "kind": "duration", "value": ["unknown", "03"], "unit": "dates"},
    {"paragraph": 3, "kind": "amount", "value": [2, 4], "unit": "quilts/household", "bound": "range"},
    {"paragraph": 3, "kind": "amount", "value": 1, "unit": "jin/person/day", "bound": "exact"},
    {"paragraph": 3, "kind": "amount", "value": 80, "unit": "percent", "bound": "at_least"},
    {"paragraph": 4, "kind": "deadline", "value": "01-20"},
    {"paragraph": 4, "kind": "report", "value": "once"},
)
MISSING = {"paragraph": 2, "kind": "amount", "value": 5, "unit": "yuan"}


def key(text, paragraphs, *facts):
    return Key(text, paragraphs, tuple(read_entry(fact) for fact in facts))


def test_a_page_is_measured_plan_by_plan(tmp_path, capsys):
    (tmp_path / "000_page.txt").write_text(PAGE)
    patrol = {"paragraph": 1, "kind": "frequency", "value": 2, "per": "week", "bound": "at_least"}
    plans = importing.measured(
        [key("000#1", 1, patrol, {**MISSING, "paragraph": 1}), key("000#2", 4, *FACTS), key("009#1", 3, MISSING)],
        tmp_path,
    )
    assert list(plans) == ["000#1", "000#2"]
    assert (plans["000#1"].recall(), plans["000#1"].precision()) == (Decimal("0.5"), 1)
    assert plans["000#2"].missed == plans["000#2"].wrong == []
    assert plans["000#2"].complete() == 1
    assert capsys.readouterr().out == f"009#1: left out, no 009*.txt in {tmp_path}\n"


def test_another_edition_is_named_and_counts(tmp_path, capsys):
    (tmp_path / "000_page.txt").write_text(PAGE)
    plans = importing.measured([key("000#1", 7, MISSING), key("000#9", 2, MISSING)], tmp_path)
    assert [len(result.missed) for result in plans.values()] == [1, 1]
    assert capsys.readouterr().out.splitlines() == [
        "000#1: read as 1 paragraphs, the key counts 7",
        "000#9: read as 0 paragraphs, the key counts 2",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-12-01", "12-01"),
        ("unknown-12-01", "12-01"),
        ("03-end", "03"),
        ("unknown", "unknown"),
        ("unknown-unknown-unknown", "unknown"),
        ("now", "now"),
        ("spring festival", "春节"),
        (None, "unknown"),
    ],
)
def test_days_as_the_keys_write_them(value, expected):
    assert importing.day(value) == expected


def test_without_texts_it_says_what_is_left_out(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["bench.importing"])
    importing.main()
    assert "not measured" in capsys.readouterr().out
