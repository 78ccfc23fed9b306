"""Long tables of an inspection pack: what is cut is said in the table, in the list of contents, and stands beside whole."""

from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pytest

from nuandong.reports.inspection.rolls import MOST, roll, rolled
from nuandong.reports.inspection.shape import Grid, Row


def lines(number: int) -> Iterator[Row]:
    """Read once, as rows of a table of the database are."""
    return ((f"=第{n}号", "乡镇") for n in range(1, number + 1))


@pytest.mark.parametrize("number", [0, 1, MOST])
def test_a_table_with_room_for_all_is_left_alone(number) -> None:
    made = roll("督查问题", ("问题", "单位"), (2, 1), lines(number))
    assert (len(made.grid.rows), made.total, made.files, made.notes) == (number, number, (), ())
    assert rolled("督查", ("注",), (made,)).title == "督查"


@pytest.mark.parametrize("more", [1, 7])
def test_a_longer_one_says_how_long_it_is_and_lies_beside_whole(more) -> None:
    made = roll("督查问题", ("问题", "单位"), (2, 1), lines(MOST + more))
    assert (len(made.grid.rows), made.total) == (MOST, MOST + more)
    further = Grid("另表", ("项目",), (1,), ())
    chapter = rolled("督查", ("注",), (made, roll("任务", ("任务", "单位"), (1, 1), lines(3))), further)
    assert chapter.title == f"督查（共 {MOST + more:,} 行，列前 {MOST:,} 行）"
    assert chapter.notes == (
        "注",
        f"“督查问题”共 {MOST + more:,} 行，本册列前 {MOST:,} 行，全部见附件 清单/督查问题.xlsx。",
    )
    assert [one.title for one in chapter.grids] == ["督查问题", "任务", "另表"]
    (file,) = chapter.files
    rows = list(openpyxl.load_workbook(BytesIO(file.data), read_only=True).active.iter_rows(values_only=True))
    assert rows[:2] == [("问题", "单位"), ("=第1号", "乡镇")]
    assert rows[1:] == list(lines(MOST + more))
