"""Lists of a plan: who is helped, things, what notices show, resources."""

import pytest

from nuandong.plans.loader import load
from nuandong.plans.problems import PlanFileError
from tests.plans.world import HEADER, VOCABULARY

PLAN = (
    HEADER
    + """\
  - {id: one, title: 义务, kind: never, event: care.household_left, scope: each county, strength: must, source: 000#1 ¶2}
procedures:
  - {id: steps, title: 程序, source: 000#1 ¶3, steps: [{id: notice, title: 公示, source: 000#1 ¶3, notice: 7 natural days}]}
eligibility:
  - {id: rural, title: 农村, rule: include, groups: [农村受灾户], source: 000#1 ¶4}
items:
  - {id: refused, title: 不收, rule: refuse, items: [袜, 腰带], source: 000#1 ¶5}
notice_fields:
  - {id: shown, title: 公示内容, step: notice, fields: [head_of_household, amount], source: 000#1 ¶6}
resources:
  - {id: cars, title: 流动救助车, kind: vehicle, count: 2, holder: 救助站, source: 000#1 ¶7}
"""
)


def test_the_lists_are_read() -> None:
    plan = load(PLAN.encode(), "test.yaml", VOCABULARY).plan
    assert plan.items[0].items == ("袜", "腰带")
    assert plan.notice_fields[0].fields == ("head_of_household", "amount")
    assert plan.resources[0].count == 2


@pytest.mark.parametrize(
    ("right", "wrong", "line", "column", "words"),
    [
        ("step: notice", "step: notise", 17, 36, "是否想写 notice"),
        ("rule: include", "rule: includes", 13, 34, "是否想写 include"),
        ("groups: [农村受灾户]", "group: 农村受灾户", 13, 43, "是否想写 groups"),
        ("items: [袜, 腰带]", "items: []", 15, 51, "至少写 1 项"),
        ("amount]", "amounts]", 17, 72, "是否想写 amount"),
        ("count: 2", "count: 两辆", 19, 52, "这里要一个整数"),
        ("rule: refuse,", "rule: refuse, goods: [coat],", 15, 5, "只有发放（give）的物品可以写 goods"),
        ("amount]", "accent]", 17, 72, "可以写：amount、goods"),
        ("id: cars", "id: shown", 19, 10, "请换一个编号"),
        ("source: 000#1 ¶7", "source: 004#1 ¶7", 19, 76, "是否想写 000#1"),
    ],
)
def test_mistakes_are_named_with_their_place(right: str, wrong: str, line: int, column: int, words: str) -> None:
    with pytest.raises(PlanFileError) as refused:
        load(PLAN.replace(right, wrong).encode(), "test.yaml", VOCABULARY)
    assert any(
        (one.line, one.column) == (line, column) and words in one.located("test.yaml") for one in refused.value.problems
    ), refused.value.lines()
