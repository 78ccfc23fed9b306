"""Rows by division: every number in its column, the sum of all, tables of a bearable width, weeks from Monday on."""

from datetime import date

from nuandong.kernel.actors import Span
from nuandong.reports.breaking_down import WIDE, Places, drawing, span_of, tables, weeks
from nuandong.reports.content import Head
from nuandong.reports.library import all_definitions
from nuandong.reports.rhythm import Term
from tests.cast import COUNTY

WEEKLY = all_definitions()["weekly"].definition
TERM = Term(date(2026, 11, 30), date(2026, 12, 6))
TOWNS = [COUNTY + 1000 * n for n in range(1, WIDE + 3)]


def found() -> Places:
    amounts = {(town, "patrols.completed"): n for n, town in enumerate(TOWNS, start=1)}
    names = {**{town: f"{n}街道" for n, town in enumerate(TOWNS, start=1)}, COUNTY: ""}
    return Places(COUNTY, names, {**amounts, (COUNTY, "patrols.completed"): 100})


def test_many_divisions_make_several_tables_and_the_last_one_has_the_sum() -> None:
    first, second = tables(WEEKLY, found(), TERM)
    assert [one.title for one in first.columns] == [f"{n}街道" for n in range(1, WIDE + 1)]
    assert [one.title for one in second.columns] == ["9街道", "10街道", "县本级", "合计"]
    patrols = [next(line for line in sheet.lines() if line.title == "街面巡查") for sheet in (first, second)]
    assert [cell.value for cell in patrols[0].cells] == list(range(1, WIDE + 1))
    assert [cell.value for cell in patrols[1].cells] == [9, 10, 100, 155]
    assert {line.code for line in first.lines()}.isdisjoint(line.code for line in second.lines())


def test_a_column_says_what_it_counts() -> None:
    (_first, second) = tables(WEEKLY, found(), TERM)
    town, _other, own, total = second.columns
    assert span_of(town, COUNTY) == Span(TOWNS[WIDE], TOWNS[WIDE] + 1000)
    assert span_of(own, COUNTY) == Span(COUNTY, COUNTY + 1)
    assert span_of(total, COUNTY) == span_of(Head(code="week", title="", kind="period"), COUNTY)


def test_the_chart_has_a_bar_for_each_division() -> None:
    rows = {row.code: row for row in WEEKLY.rows()}
    chart = next(one for one in WEEKLY.charts if one.by == "division")
    drawn = drawing(chart, rows, found())
    assert drawn.x == tuple(f"{n}街道" for n in range(1, WIDE + 3))
    assert drawn.series[0].values == tuple(range(1, WIDE + 3))


def test_weeks_begin_on_mondays_and_the_first_with_the_term() -> None:
    days = {date(2026, 11, 1): 5, date(2026, 11, 2): 1, date(2026, 11, 8): 2, date(2026, 11, 9): 4}
    assert weeks(Term(date(2026, 11, 1), date(2026, 11, 10)), days) == (("11-01", "11-02", "11-09"), (5, 3, 4))
