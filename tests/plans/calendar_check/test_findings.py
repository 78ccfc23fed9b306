"""Small plans in, exactly these findings out: code, by how much it fails, and the dates proposed."""

from datetime import date

import pytest

from nuandong.plans.calendar_check import CalendarCheck, Level, check
from nuandong.plans.calendar_check.words import sentence
from nuandong.plans.loader import parse_stored
from nuandong.policy.schema import Rule, Standard
from tests.plans.world import CALENDAR

HEADER = """\
plan: relief/small
title: 小方案
family: relief
level: county
sources: [001#1]
season: {from: 11-01, to: +1/03-31}
organisation: {lead: 民政局}
obligations:
  - {id: nothing, title: 无, kind: never, event: x.y, strength: must, source: 001#1 ¶1, scope: each county}
"""


def checked(more: str, **given: object) -> CalendarCheck:
    text = HEADER.replace("season: {from: 11-01, to: +1/03-31}", "") if more.startswith("season") else HEADER
    if more.startswith("obligations"):
        text = text[: text.index("obligations:")]
    return check(parse_stored(text + more), 2026, CALENDAR, **given)  # type: ignore[arg-type]


def steps(*lines: str) -> str:
    listed = "".join(
        f"      - {{id: s{n}, title: 第{n}步, source: 001#1 ¶{n}, {line}}}\n" for n, line in enumerate(lines, start=1)
    )
    return f"procedures:\n  - id: p\n    title: 程序\n    source: 001#1 ¶9\n    steps:\n{listed}"


def phases(*lines: str) -> str:
    listed = "".join(
        f"  - {{id: f{n}, title: 第{n}段, source: 001#1 ¶{n}, {line}}}\n" for n, line in enumerate(lines, start=1)
    )
    return f"phases:\n{listed}"


def task(words: str) -> str:
    return f"tasks: [{{id: t, title: 任务, source: 001#1 ¶8, {words}}}]"


CASES = {
    "the time allowed cannot be given": (
        steps("by: +1/01-17", "allows: 5 working days", "by: +1/01-20"),
        [("time_cannot_be_given", 2, ["“第1步”最迟 1月13日 完成（原定 1月17日）", "或者把“第3步”的 1月20日 改到 1月22日"])],
    ),
    "allowed in natural days it fits": (steps("by: +1/01-15", "allows: 5 natural days", "by: +1/01-20"), []),
    "a notice that cannot have run out": (
        steps("from: +1/01-04", "notice: 10 natural days", "by: +1/01-12"),
        [("steps_do_not_fit", 2, ["“第1步”最迟 1月2日 开始（原定 1月4日）", "或者把“第3步”的 1月12日 改到 1月14日"])],
    ),
    "a notice over a weekend ends on its last day": (
        steps("from: 11-06", "notice: 2 natural days", "by: 11-08"),
        [],
    ),
    "a holiday lengthens working days": (
        steps("from: +1/02-05", "takes: 5 working days", "by: +1/02-12"),
        [("steps_do_not_fit", 3, ["“第1步”最迟 2月3日 开始（原定 2月5日）", "或者把“第3步”的 2月12日 改到 2月15日"])],
    ),
    "one contradiction is told once": (
        steps("from: 12-01", "takes: 10 natural days", "by: 12-05", "by: 12-05"),
        [("steps_do_not_fit", 6, ["“第1步”最迟 11月25日 开始（原定 12月1日）", "或者把“第3步”的 12月5日 改到 12月11日"])],
    ),
    "deadlines in the wrong order": (
        steps("by: 12-10", "by: 12-08"),
        [("time_cannot_be_given", 2, ["“第1步”最迟 12月8日 完成（原定 12月10日）", "或者把“第2步”的 12月8日 改到 12月10日"])],
    ),
    "steps that wait for nobody": (steps("by: 12-10", "by: 12-08, after: []"), []),
    "a step turned round": (
        steps("from: 12-10, by: 12-08"),
        [("step_turned", 2, ["“第1步”最迟 12月8日 开始，或者把期限改到 12月10日 以后"])],
    ),
    "masked days contradict nothing": (
        steps("from: unknown", "notice: 10 natural days", "by: +1/01-05") + phases("from: unknown, to: unknown"),
        [],
    ),
    "a phase turned round": (
        phases("from: 12-20, to: 12-01"),
        [("phase_turned", 19, ["结束日期最早 12月20日；如果在次年，写成 +1/ 开头"])],
    ),
    "phases that follow each other print the same days": (
        phases("from: 11-23, to: +1/03-25", "from: 11-23, to: +1/03-25, after: [f1]"),
        [("phases_overlap", 123, ["“第2段”改为 3月26日 至 3月31日"])],
    ),
    "phases that overlap in part": (
        phases("from: 11-01, to: 11-20", "from: 11-15, to: 12-20, after: [f1]"),
        [("phases_overlap", 6, ["“第2段”最早 11月21日 开始", "或者“第1段”最迟 11月14日 结束"])],
    ),
    "phases that may overlap": (phases("from: 11-01, to: 11-20", "from: 11-01, to: 11-20"), []),
    "phases that share the day of handing over": (
        phases("from: 11-01, to: 11-20", "from: 11-20, to: 12-20, after: [f1]"),
        [],
    ),
    "a report due before its phase is over": (
        phases(f"from: 11-07, to: 11-08, {task('by: 11-08 12:00')}"),
        [("task_before_end", 12, ["“第1段”最迟 11月8日 12:00 结束", "或者把“任务”的期限改到 11月8日 24:00"])],
    ),
    "a task in the middle of its phase": (phases(f"from: 11-07, to: 11-18, {task('by: 11-10')}"), []),
    "a summary in the middle of its phase": (
        phases(f"from: 11-07, to: 11-18, {task('by: 11-10, sums_up: true')}"),
        [("task_before_end", 8, ["“第1段”最迟 11月10日 结束", "或者把“任务”的期限改到 11月18日 24:00"])],
    ),
    "a task before its phase": (
        phases(f"from: 11-07, to: 11-18, {task('by: 11-03')}"),
        [("task_before_phase", 4, ["期限最早 11月7日"])],
    ),
    "a thing that comes after what needs it has begun": (
        phases(f"from: 11-01, to: 11-25, {task('by: 11-20, needed_for: [f1]')}"),
        [("needed_too_late", 19, ["“任务”最迟 10月31日 完成", "或者“第1段”最早 11月20日 开始"])],
    ),
    "a thing that comes on the first day": (
        phases(f"from: 11-01, to: 11-25, {task('by: 11-01, needed_for: [f1]')}"),
        [],
    ),
    "steps longer than their phase": (
        phases("from: 11-01, to: 11-10") + steps("phase: f1", "phase: f1, notice: 15 natural days"),
        [("steps_do_not_fit", 6, ["或者把“第1段”的 11月10日 改到 11月16日"])],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_contradictions(name: str) -> None:
    more, expected = CASES[name]
    found = checked(more).contradictions
    assert [(one.code, one.fails_by, [sentence(said) for said in one.proposals]) for one in found] == expected
    for one in found:
        words = sentence(one.said)
        assert "%(" not in words
        assert "None" not in words
        assert str(one.fails_by) in words


def test_windows() -> None:
    turned = checked("season: {from: 11-15, to: 03-15}\n")
    assert [(one.code, one.fails_by) for one in turned.contradictions] == [("season_turned", 245)]
    duty = "  - {id: d, title: 上报, kind: by_deadline, event: x.y, by: %s, strength: must, source: 001#1 ¶3, scope: each unit}"
    early = checked("obligations:\n" + duty % "10-20")
    assert [(one.code, one.fails_by) for one in early.contradictions] == [("due_before_window", 12)]
    late = checked("obligations:\n" + duty % "+1/04-10")
    assert [(one.level, one.code) for one in late.findings] == [(Level.NOTE, "due_after_window")]


def test_tight_is_no_contradiction() -> None:
    result = checked(steps("from: +1/01-04", "notice: 10 natural days", "by: +1/01-15"))
    assert [sentence(one.said) for one in result.findings] == ["“第2步”可行，但只有 1 天余地：最迟 1月5日 开始。"]
    assert result.findings[0].level is Level.TIGHT
    row = next(row for row in result.rows if row.title == "第2步")
    assert (row.earliest_end, row.latest_start, row.slack) == (date(2027, 1, 14), date(2027, 1, 5), 1)


def test_what_fits_is_said_with_the_days_used() -> None:
    two = steps("phase: f1, notice: 7 natural days", "phase: f1, notice: 3 natural days")
    (found,) = checked(phases("from: 11-01, to: 11-30") + two).findings
    assert found.level is Level.FITS
    assert "共 10 天，这一阶段有 29 天；最早 11月11日 做完，还余 19 天" in sentence(found.said)


def test_masked_days_are_listed_until_they_are_filled_in() -> None:
    both = phases("from: unknown, to: 12-01", "from: 11-20, to: 12-20, after: [f1]")
    assert checked(both).open == ("f1.from",)
    masked = phases("from: 11-01, to: unknown", "from: 11-20, to: 12-20, after: [f1]")
    assert checked(masked).contradictions == ()
    filled = checked(masked, filled={"f1.to": date(2026, 11, 25)})
    assert filled.open == ()
    assert [one.code for one in filled.contradictions] == ["phases_overlap"]


@pytest.mark.parametrize(
    ("floor", "cap", "size", "over"),
    [
        ({"per": "person", "at_least": 9000}, {"per": "household", "at_most": 50000}, 6, 4000),
        ({"per": "household", "at_least": 20000}, {"per": "person", "at_most": 15000}, 1, 5000),
        ({"per": "person", "at_least": 9000}, {"per": "household", "at_most": 100000}, None, None),
        ({"per": "person", "at_least": 9000, "group": "甲"}, {"per": "household", "at_most": 50000}, None, None),
        ({"per": "person", "at_least": 9000, "need": "food"}, {"per": "household", "at_most": 50000}, None, None),
    ],
)
def test_a_floor_above_a_cap(
    floor: dict[str, object], cap: dict[str, object], size: int | None, over: int | None
) -> None:
    base = {"source": "001#1 ¶6", "need": "total", "unit": "fen"}
    rules = (
        Rule.model_validate(base | {"id": "floor", "title": "底线"} | floor),
        Rule.model_validate(base | {"id": "cap", "title": "上限", "group": "乙"} | cap),
    )
    standard = Standard(standard="s", title="标准", sources=("001#1",), rules=rules)
    found = checked("", standards=[standard]).contradictions
    assert [(one.said.params["size"], one.fails_by, one.unit) for one in found] == (
        [] if size is None else [(size, over, "fen")]
    )
