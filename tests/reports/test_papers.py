"""One report on three kinds of paper: the red head, wide tables across the page, the sentence below a table."""

from io import BytesIO

import docx
import openpyxl
import pdfplumber
import pytest

from nuandong.reports.papers.document import document
from nuandong.reports.papers.paper import UPRIGHT, Cell, Labels, Line, Paper, RedHead, Sheet
from nuandong.reports.papers.typesetting import pdf
from nuandong.reports.papers.workbook import workbook

NOTE = "其余 30 个乡镇（街道）均为 0。"


def sheet(title: str, columns: int, note: str = "") -> Sheet:
    cells = tuple(Cell("—", number) for number in range(columns))
    heads = tuple(f"{number}镇" for number in range(columns))
    return Sheet(title, heads, (Line("各地", "街面巡查", "次", False, cells),), note)


def paper(red_head: RedHead | None) -> Paper:
    sheets = (sheet("总表", 2), sheet("各地一", UPRIGHT + 1), sheet("各地二", UPRIGHT + 4, NOTE))
    labels = Labels("类别", "项目", "单位", ("第 ", " 页，共 ", " 页"))
    return Paper(
        "工作简报", red_head, ("报送：市局",), sheets, (), (("说明", "平稳"),), ("填报人：",), ("草稿",), "", labels
    )


HEAD = RedHead("开阳县工作简报", "第 3 期", "开阳县民政局", "2026年11月21日")


def test_wide_tables_lie_across_and_keep_their_sentence_on_every_paper() -> None:
    made = paper(HEAD)
    with pdfplumber.open(BytesIO(pdf(made))) as book:
        lying = [page.width > page.height for page in book.pages]
        texts = [page.extract_text() for page in book.pages]
    assert lying == [False, True, False]
    assert all(words in texts[0] for words in ("开阳县工作简报", "第 3 期", "开阳县民政局", "2026年11月21日"))
    assert all(words in texts[1] for words in ("各地一", "各地二", NOTE))
    written = docx.Document(BytesIO(document(made)))
    assert [one.page_width > one.page_height for one in written.sections] == [False, True, False]
    words = [one.text for one in written.paragraphs]
    assert words[:2] == ["开阳县工作简报", "第 3 期"]
    assert NOTE in words
    for table in written.tables:
        across = sum(cell.width for cell in table.rows[0].cells)
        assert across <= (24.8 if len(table.columns) > 3 + UPRIGHT else 16.1) * 360_000
    pages = openpyxl.load_workbook(BytesIO(workbook(made))).worksheets
    assert [page.page_setup.orientation for page in pages] == ["portrait", "landscape", "landscape"]
    assert NOTE in {cell.value for cell in pages[2]["A"]}


@pytest.mark.parametrize(
    ("head", "first"),
    [
        (HEAD, [["开阳县工作简报"], ["第 3 期"], ["开阳县民政局", "2026年11月21日"], ["工作简报"]]),
        (
            RedHead("开阳县文件", "", "开阳县民政局", "年　月　日"),
            [["开阳县文件"], ["开阳县民政局", "年　月　日"], ["工作简报"]],
        ),
        (None, [["工作简报"], ["报送：市局"]]),
    ],
)
def test_a_workbook_begins_with_the_red_head_its_number_and_who_issues_it(head, first) -> None:
    page, second, _third = openpyxl.load_workbook(BytesIO(workbook(paper(head)))).worksheets
    rows = [[cell for cell in row if cell] for row in page.iter_rows(max_row=len(first), values_only=True)]
    assert rows == first
    assert second["A1"].value == "工作简报"
    if head:
        assert page["A1"].font.color.rgb == "FFC7000B"
