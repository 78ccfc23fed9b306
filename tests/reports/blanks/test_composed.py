"""Words of one's own and sums: how they are typed, kept, and what they come to."""

from datetime import date

import pytest

from nuandong.kernel.errors import Invalid
from nuandong.reports.blanks import composed
from nuandong.reports.blanks.targets import FACTS, Around, Missing, Targets, targets_of
from nuandong.reports.blanks.values import Value
from nuandong.reports.content import Block, Cell, Content, Head, Line, Sheet
from nuandong.reports.library import definition_of

AROUND = Around(unit="救助站", filled_on=date(2026, 12, 1))
TARGETS: Targets = targets_of(definition_of("weekly").definition, {title: title for title in FACTS.values()})


def content(**values: int | None) -> Content:
    lines = tuple(
        Line(
            code=code,
            title=code,
            unit="",
            decimals=1,
            within=False,
            note="",
            names=(),
            fillable=False,
            cells=(Cell(column="week", value=value, source="events" if value is not None else "none"),),
        )
        for code, value in values.items()
    )
    sheet = Sheet(
        title="", columns=(Head(code="week", title="本周", kind="period"),), blocks=(Block(title="", lines=lines),)
    )
    words = dict.fromkeys(("report", "title", "definition", "submitted_by", "submitted_to", "place"), "")
    days = {"first": date(2026, 11, 30), "last": date(2026, 12, 6)}
    return Content(**words, **days, region=1, version=1, sheets=(sheet,), drawings=(), passages=())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", ""),
        (" 巡查点位｜本周 ", "cell/points/week"),
        ("填报人", "fact/author"),
        ("=张三", "say/张三"),
        ("＝ 0851-8600 1234", "say/0851-8600 1234"),
        ("街面巡查｜本周 + 街面巡查｜累计", "sum/cell/patrols/week+cell/patrols/so_far"),
        ("街面巡查｜本周 ＋ 联合巡查｜本周", "sum/cell/patrols/week+cell/patrols_joint/week"),
        ("街面巡查｜本周 + 巡查点位｜本周", "reports.blank_sum_units"),
        ("街面巡查｜本周 + 街面巡查｜本周", "reports.blank_sum"),
        ("街面巡查｜本周 + 填报人", "reports.blank_sum"),
        ("没有这一项", "reports.blank_target"),
        ("街面巡查｜本周 + 没有", "reports.blank_target"),
        ("=", "reports.blank_said"),
        ("=" + "长" * 101, "text_too_long"),
    ],
)
def test_what_is_typed(typed, code):
    if code == "text_too_long" or code.startswith("reports."):
        with pytest.raises(Invalid) as refused:
            composed.code_of(typed, TARGETS)
        assert refused.value.code == code
        return
    assert composed.code_of(typed, TARGETS) == code
    if code:
        assert composed.check(code, TARGETS)
        assert composed.code_of(composed.title_of(code, TARGETS), TARGETS) == code


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("say/张三", Value("张三")),
        ("say/12.50", Value(number=1250, decimals=2)),
        ("say/-3", Value(number=-3)),
        ("say/13985012345", Value("13985012345")),
        ("say/007", Value("007")),
        ("cell/a/week", Value(number=5, decimals=1)),
        ("sum/cell/a/week+cell/b/week", Value(number=12, decimals=1)),
        ("sum/cell/a/week+cell/empty/week", Missing("part")),
        ("sum/cell/a/week+cell/old/week", Missing("gone")),
        ("fact/unit", Value("救助站")),
    ],
)
def test_what_it_comes_to(code, value):
    assert composed.value_for(code, content(a=5, b=7, empty=None), AROUND) == value


def test_words_are_kept_apart():
    bindings = {"1!A1": "say/张三", "1!A2": "", "1!A3": "fact/unit", "1!A4": "say/张三", "1!A5": "say/139"}
    kept, texts = composed.stored(bindings)
    assert (texts, kept["1!A4"], kept["1!A5"]) == (["张三", "139"], "say/0", "say/1")
    assert composed.opened(kept, texts) == bindings
    assert composed.title_of("sum/cell/none/week+cell/points/week", TARGETS) == ""
