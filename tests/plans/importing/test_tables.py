"""Tables: what bare numbers and days of cells say with the head of their column."""

import pytest

from nuandong.plans.importing.finding import find
from nuandong.plans.importing.reading import read_document

HEAD = "某县暖冬行动方案\n一、标准和时限\n"
FOOT = "\n二、请各单位认真落实。\n"


def cells(table):
    (plan,) = find(read_document((HEAD + table + FOOT).encode(), "plan.txt"))
    return [
        (one.paragraph, one.kind, one.value, one.unit, one.scope, one.text)
        for one in plan.findings
        if one.text in table
    ]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (
            "类别 | 每户标准（元） | 棉被（床）\n分散供养户 | 800 | 2\n低保户 | 500-600 | 1",
            [
                (3, "amount", 800, "yuan", "household", "800"),
                (3, "amount", 2, "bed", None, "2"),
                (4, "amount", 500, "yuan", "household", "500-600"),
                (4, "amount", 1, "bed", None, "1"),
            ],
        ),
        (
            "对象 | 标准（元/人·月） | 走访（次/周）\n孤儿 | 300 | 2",
            [
                (3, "amount", 300, "yuan", "person/month", "300"),
                (3, "frequency", 2, "per week", None, "2"),
            ],
        ),
        ("任务 | 资金（万元） | 完成时限\n采购 | 12.5 | 12月20日", [
            (3, "amount", 125000, "yuan", "total", "12.5"),
            (3, "deadline", "12-20", "date", None, "12月20日"),
        ]),
        ("序号 | 乡镇 | 户数（户）\n1 | 东镇 | 30", [(3, "amount", 30, "household", None, "30")]),
        # An empty cell keeps its place, also the first and the last.
        ("类别 | 标准（元） | 棉被（床） | 备注\n孤儿 |  | 2 |\n | 500 | | 东乡", [
            (3, "amount", 2, "bed", None, "2"),
            (4, "amount", 500, "yuan", "total", "500"),
        ]),
        # A row with another number of cells is not read by the head: its columns may be others.
        ("类别 | 标准（元） | 备注\n孤儿 | 600", []),
        # Nor is a row without a head, or a number below a head without a unit.
        ("孤儿 | 600 | 2", []),
        ("序号 | 类别\n1 | 孤儿", []),
    ],
)  # fmt: skip
def test_cells_are_read_with_their_heads(table, found):
    assert cells(table) == found
