"""Phrases of orders that hang together: who reports to whom and when, counts on top of others, shares, lists of clauses."""

import pytest

from tests.plans.importing.phrases import (
    assert_reads,
    by,
    fact,
    lasts,
    readings_of,
    report,
)

# Readings of each phrase in the terms of the answer keys (bench/import_keys/README.md); all phrases are invented.
CASES = [
    (
        "有人受冻的，1小时内进行初报，随后每6日续报一次，情况平息后上报核报。",
        [lasts(1, "hours", "at_most"), report("event"), report("6 days"), report("event")],
    ),
    ("上报分为初报、续报和核报。", []),
    ("灾情稳定前每日续报，稳定后3日内核报。", [report("day"), report("event"), lasts(3, "days", "at_most")]),
    (
        "社区7时前报街道，街道8时前报区，区每日9时前报市。",
        [report("day", "07:00"), report("day", "08:00"), report("day", "09:00")],
    ),
    ("各点值守期间执行物资零报告制度。", [report("day")]),
    ("红色预警时一日三报，分别为8时、14时、20时。", [report("day")]),
    ("供水期间每3小时报告一次水压。", [report("3 hours")]),
    ("每旬末报一次燃煤消耗表。", [report("ten days")]),
    ("走访情况于12月8日前书面报综治办。", [by("12-08"), report("once")]),
    ("排查清单经站长签字后交镇民政所。", [report("unstated")]),
    ("各组每天下午6点前把当日进度发至街道工作群。", [report("day", "18:00")]),
    ("散会后要及时向区纪委报告。", [report("event")]),
    ("变更事项应向镇党委书面报告。", [report("unstated")]),
    ("名单审定的，于次日报镇民政办。", [fact("deadline", "next day"), report("once")]),
]


@pytest.fixture(scope="module")
def read():
    return readings_of(CASES)


@pytest.mark.parametrize(("phrase", "facts"), CASES)
def test_chain(read, phrase, facts):
    assert_reads(facts, read[phrase])
