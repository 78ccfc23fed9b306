"""What a list does to the record: rows of (recorded, listed, wanted)."""

from datetime import date

import pytest

from nuandong.geo.division_file import DivisionRow
from nuandong.geo.errors import ImportRefused, RowProblems
from nuandong.geo.reconcile import BEGINNING, Changes, Ledger, Version, reconcile

TOWN, OTHER, COUNTY = 520102001000, 520102002000, 520102000000
Y2000, Y2010, Y2020 = date(2000, 1, 1), date(2010, 1, 1), date(2020, 1, 1)


def listed(
    code: int = TOWN,
    name: str = "甲镇",
    since: date | None = None,
    until: date | None = None,
    *,
    predecessors: tuple[int, ...] = (),
    successors: tuple[int, ...] = (),
    number: int = 2,
) -> DivisionRow:
    return DivisionRow(number, code, name, COUNTY if code != COUNTY else None, since, until, predecessors, successors)


def recorded(since: date = Y2000, until: date | None = None, name: str = "甲镇", code: int = TOWN) -> Version:
    return Version(code, since, until, name, COUNTY)


ROOT = Version(COUNTY, BEGINNING, None, "南明区", None)


def run(before: list[Version], rows: list[DivisionRow]) -> Changes:
    problems = RowProblems()
    changes = reconcile(rows, Ledger([ROOT, *before], []), problems)
    problems.raise_if_any()
    return changes


@pytest.mark.parametrize(
    ("before", "rows", "after", "closed"),
    [
        pytest.param([], [listed()], [recorded(BEGINNING)], 0, id="new, without a day"),
        pytest.param([], [listed(since=Y2010)], [recorded(Y2010)], 0, id="new, since a day"),
        pytest.param([recorded()], [listed()], [], 0, id="nothing new"),
        pytest.param([recorded()], [listed(since=Y2000)], [], 0, id="nothing new, with its day"),
        pytest.param([recorded()], [listed(name="乙镇")], [recorded(name="乙镇")], 0, id="a slip corrected"),
        pytest.param(
            [recorded()],
            [listed(name="乙镇", since=Y2020)],
            [recorded(until=Y2020), recorded(Y2020, name="乙镇")],
            1,
            id="renamed since a day",
        ),
        pytest.param([recorded()], [listed(until=Y2020)], [recorded(until=Y2020)], 1, id="closed"),
        pytest.param([recorded(until=Y2010)], [listed()], [], 0, id="a blank day reopens nothing"),
        pytest.param([recorded(until=Y2010)], [listed(since=Y2020)], [recorded(Y2020)], 0, id="used again"),
        pytest.param(
            [recorded(Y2010)],
            [listed(since=Y2000, until=Y2010)],
            [recorded(until=Y2010)],
            0,
            id="an older version added",
        ),
        pytest.param(
            [],
            [listed(name="乙镇", since=Y2020, number=2), listed(since=Y2000, number=3)],
            [recorded(until=Y2020), recorded(Y2020, name="乙镇")],
            0,
            id="both versions in one list, newest first",
        ),
    ],
)
def test_versions(before: list[Version], rows: list[DivisionRow], after: list[Version], closed: int) -> None:
    changes = run(before, rows)
    made = {**changes.created, **changes.changed}
    assert made == {(version.code, version.valid_from): version for version in after}
    assert changes.closed == closed
    assert bool(changes) is bool(after)


@pytest.mark.parametrize(
    ("before", "row", "column"),
    [
        pytest.param([recorded(Y2010)], listed(since=Y2000), "生效日期", id="would overlap the next"),
        pytest.param([recorded(until=Y2020)], listed(since=Y2010), "生效日期", id="begins inside a closed one"),
        pytest.param([recorded(Y2010)], listed(until=Y2000), "失效日期", id="ends before it began"),
        pytest.param([], listed(code=520105003000), "上级代码", id="hangs on nothing"),
        pytest.param([], listed(predecessors=(OTHER,)), "原代码", id="unknown predecessor"),
        pytest.param([recorded()], listed(until=Y2020, successors=(OTHER,)), "后继代码", id="unknown successor"),
    ],
)
def test_faults_name_row_and_column(before: list[Version], row: DivisionRow, column: str) -> None:
    parent = 520105000000 if row.code == 520105003000 else row.parent
    fixed = DivisionRow(7, row.code, row.name, parent, row.valid_from, row.valid_to, row.predecessors, row.successors)
    with pytest.raises(ImportRefused) as refused:
        run(before, [fixed])
    assert [(error.row, error.column) for error in refused.value.rows] == [(7, column)]


def test_a_merger_is_told_from_either_side() -> None:
    old = recorded(code=OTHER)
    by_successor = run([recorded(), old], [listed(OTHER, until=Y2020, successors=(TOWN,))])
    by_predecessor = run([recorded(), old], [listed(TOWN, since=Y2020, predecessors=(OTHER,))])
    assert by_successor.successions == by_predecessor.successions == {(OTHER, TOWN): Y2020}
    assert by_successor.changed[(OTHER, Y2000)].valid_to == Y2020
