"""Rows by division: every number in its column, the sum of all, tables of a bearable width, weeks from Monday on."""

from datetime import date

import pytest

from nuandong.kernel.actors import Span
from nuandong.reports.breaking_down import BARS, WIDE, Places, drawing, span_of, tables, weeks
from nuandong.reports.content import Content, Head
from nuandong.reports.difference import difference
from nuandong.reports.library import all_definitions
from nuandong.reports.papers.composing import quiet_words
from nuandong.reports.rhythm import Term
from tests.cast import COUNTY

WEEKLY = all_definitions()["weekly"].definition
TERM = Term(date(2026, 11, 30), date(2026, 12, 6))
TOWNS = [COUNTY + 1000 * n for n in range(1, WIDE + 3)]


QUIET = [COUNTY + 1000 * n for n in range(50, 80)]


def found(towns: list[int] = TOWNS, quiet: list[int] = QUIET) -> Places:
    """The first town did one patrol, the next one two; the county itself a hundred; quiet ones none."""
    amounts = {(town, "patrols.completed"): n for n, town in enumerate(towns, start=1)}
    names = {**{town: f"{n}街道" for n, town in enumerate(towns, start=1)}, **dict.fromkeys(quiet, "静镇"), COUNTY: ""}
    return Places(COUNTY, names, {**amounts, (COUNTY, "patrols.completed"): 100})


def test_many_divisions_make_several_tables_and_the_last_one_has_the_sum() -> None:
    first, second = tables(WEEKLY, found(), TERM)
    assert [one.title for one in first.columns] == [f"{n}街道" for n in range(1, 7)]
    assert [one.title for one in second.columns] == ["7街道", "8街道", "9街道", "10街道", "县本级", "合计"]
    patrols = [next(line for line in sheet.lines() if line.title == "街面巡查") for sheet in (first, second)]
    assert [cell.value for cell in patrols[0].cells] == [1, 2, 3, 4, 5, 6]
    assert [cell.value for cell in patrols[1].cells] == [7, 8, 9, 10, 100, 155]
    assert {line.code for line in first.lines()}.isdisjoint(line.code for line in second.lines())


@pytest.mark.parametrize(
    ("towns", "quiet", "sheets", "words"),
    [
        (TOWNS[:3], QUIET, 1, "其余 30 个乡镇（街道）均为 0。"),
        (TOWNS, QUIET[:1], 2, "其余 1 个乡镇（街道）均为 0。"),
        ([], QUIET, 1, "30 个乡镇（街道）均为 0。"),
        (TOWNS, [], 2, ""),
        ([COUNTY + 1000 * n for n in range(1, 40)], [], 5, ""),
    ],
)
def test_divisions_without_a_number_are_one_sentence_and_the_sum_stays(towns, quiet, sheets, words) -> None:
    places = found(towns, quiet)
    made = list(tables(WEEKLY, places, TERM))
    assert len(made) == sheets
    assert [quiet_words(one, COUNTY) for one in made] == [""] * (sheets - 1) + [words]
    assert max(len(one.columns) for one in made) <= WIDE + 1
    lines = {line.code: line for sheet in made for line in sheet.lines()}
    for row in (row for row in WEEKLY.rows() if row.code in WEEKLY.breakdowns[0].rows):
        *parts, total = (cell for n in range(1, sheets + 1) for cell in lines[f"{row.code}.{n}"].cells)
        assert total.value == sum(cell.value for cell in parts) == sum(places.value(one, row) for one in places.names)


def test_a_sheet_without_quiet_divisions_keeps_the_bytes_it_was_sealed_with() -> None:
    loud, still = tables(WEEKLY, found(quiet=[]), TERM), tables(WEEKLY, found(), TERM)
    assert [["quiet" in one.model_dump(mode="json") for one in made] for made in (loud, still)] == [
        [False, False],
        [False, True],
    ]


def test_where_a_division_stands_is_no_difference_and_none_is_zero() -> None:
    def content(places: Places) -> Content:
        return Content.model_construct(sheets=tuple(tables(WEEKLY, places, TERM)), passages=())

    before = found()
    late = COUNTY + 51_000
    after = Places(COUNTY, before.names, {**before.amounts, (late, "clues.received"): 3})
    changed = difference(content(before), content(after)).cells
    assert [(one.line.title, one.column, one.old, one.new) for one in changed] == [
        ("接到求助线索", "静镇", 0, 3),
        ("接到求助线索", "合计", 0, 3),
    ]
    taken_back = difference(content(after), content(before)).cells
    assert {(one.column, one.old, one.new) for one in taken_back} == {("静镇", 3, 0), ("合计", 3, 0)}


def test_a_column_says_what_it_counts() -> None:
    (_first, second) = tables(WEEKLY, found(TOWNS[:8]), TERM)
    town, *_others, own, total = second.columns
    assert span_of(town, COUNTY) == Span(TOWNS[5], TOWNS[5] + 1000)
    assert span_of(own, COUNTY) == Span(COUNTY, COUNTY + 1)
    assert span_of(total, COUNTY) == span_of(Head(code="week", title="", kind="period"), COUNTY)


def test_the_chart_has_a_bar_for_each_division_or_for_the_busiest() -> None:
    rows = {row.code: row for row in WEEKLY.rows()}
    chart = next(one for one in WEEKLY.charts if one.by == "division")
    drawn = drawing(chart, rows, found())
    assert drawn.x == tuple(f"{n}街道" for n in range(1, WIDE + 3))
    assert drawn.series[0].values == tuple(range(1, WIDE + 3))
    many = drawing(chart, rows, found([COUNTY + 1000 * n for n in range(1, 41)]))
    assert many.title == f"{chart.title}（前 {BARS} 个）"
    assert many.series[0].values == tuple(range(25, 41))


def test_weeks_begin_on_mondays_and_the_first_with_the_term() -> None:
    days = {date(2026, 11, 1): 5, date(2026, 11, 2): 1, date(2026, 11, 8): 2, date(2026, 11, 9): 4}
    assert weeks(Term(date(2026, 11, 1), date(2026, 11, 10)), days) == (("11-01", "11-02", "11-09"), (5, 3, 4))
