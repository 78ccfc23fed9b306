"""Blanks as superiors send them, made in memory: a weekly table in Excel, the same in Word, and hostile ones."""

import io
import zipfile

import docx
import openpyxl
from docx.shared import Pt
from openpyxl.styles import Border, Font, Side


def saved(book) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def weekly_workbook(*, above: int = 0, second: bool = True) -> bytes:
    """Merged title and heads of two levels; `above` further rows at the top."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "周报"
    for row in range(above):
        page.cell(row + 1, 1, f"说明 {row + 1}：按通知要求填报")
    top = above + 1
    page.cell(top, 1, "街面巡查救助情况统计表").font = Font(name="黑体", size=18)
    page.merge_cells(start_row=top, end_row=top, start_column=1, end_column=5)
    page.cell(top + 1, 1, "填报单位：        填报人：      ")
    page.cell(top + 1, 4, "填报日期：    年  月  日")
    for column, words in enumerate(("类别", "指标", "单位", "救助情况"), start=1):
        page.cell(top + 2, column, words)
    page.merge_cells(start_row=top + 2, end_row=top + 2, start_column=4, end_column=5)
    page.cell(top + 3, 4, "本周")
    page.cell(top + 3, 5, "累计")
    rows = [
        ("街面巡查", "1.巡查次数", "次"),
        ("", "巡查点位", "个次"),
        ("", "参与宣传报道", "篇"),
        ("其他", "车辆保险", "万元"),
    ]
    edge = Border(*(Side("thin"),) * 4)
    for row, words in enumerate(rows, start=top + 4):
        for column, word in enumerate(words, start=1):
            page.cell(row, column, word or None)
        for column in (4, 5):
            page.cell(row, column).border = edge
            page.cell(row, column).number_format = "#,##0"
    page.merge_cells(start_row=top + 4, end_row=top + 6, start_column=1, end_column=1)
    page.cell(top + 8, 2, "两项之和")
    page.cell(top + 8, 4, f"=D{top + 4}+D{top + 5}")
    page.column_dimensions["B"].width = 33
    if second:
        book.create_sheet("填表说明")["A1"] = "一、本表每周一 12:00 前报送。"
    return saved(book)


def weekly_document() -> bytes:
    paper = docx.Document()
    run = paper.add_paragraph().add_run("报告期：")
    run.bold = True
    paper.paragraphs[0].add_run("          ").underline = True
    table = paper.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "救助情况"
    for place, words in enumerate(("项目", "本周", "上周")):
        table.cell(1, place).text = words
    table.cell(2, 0).text = "巡查点位"
    table.cell(3, 0).text = "签批人"
    table.cell(3, 1).merge(table.cell(3, 2))
    run = table.cell(2, 1).paragraphs[0].add_run(" ")
    run.font.size, run.font.name = Pt(15), "仿宋"
    return saved(paper)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same file with one part more, or another one in its place."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return target.getvalue()


def part(data: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(name)
