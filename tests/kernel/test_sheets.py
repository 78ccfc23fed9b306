import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from nuandong.kernel.errors import Invalid
from nuandong.kernel.sheets import MAX_BYTES, read_rows

COLUMNS = {"code": ("代码", "区划代码"), "name": ("名称",), "since": ("生效日期",)}


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
    return out.getvalue()


TABLE: list[list[object]] = [
    ["南明区行政区划表"],
    [],
    ["*区划 代码（12位）", "备注", "名称", "生效日期"],
    [520102001000, "x", " 新华路街道 ", date(2024, 1, 1)],
    [],
    ["520102002000", "", "西湖路街道", "2024-05-01"],
]
WANT = [
    (4, "520102001000", "新华路街道", "2024-01-01"),
    (6, "520102002000", "西湖路街道", "2024-05-01"),
]


def as_csv(encoding: str, delimiter: str = ",") -> bytes:
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in TABLE).encode(encoding)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(workbook(TABLE), id="xlsx"),
        pytest.param(as_csv("utf-8"), id="csv utf-8"),
        pytest.param(as_csv("utf-8-sig"), id="csv with mark"),
        pytest.param(as_csv("gb18030"), id="csv from Excel"),
        pytest.param(as_csv("utf-8", "\t"), id="tabs"),
        pytest.param(as_csv("utf-8", ";"), id="semicolons"),
        pytest.param(as_csv("utf-16", "\t"), id="unicode text"),
    ],
)
def test_every_kind_of_file_gives_the_same_rows(data: bytes) -> None:
    rows = read_rows(data, COLUMNS, required=["code", "name"])
    assert [(row.number, row["code"], row["name"], row["since"]) for row in rows] == WANT


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/{number}.xml", b"\0" * 100_000_000)
    return out.getvalue()


def _far_corner() -> bytes:
    """A tiny file whose two cells span seventeen billion: a reader that lays out the table needs all memory there is."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "代码")
        sheet.write(1_048_575, 16_383, "名称")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet_columns_missing"),
        ("编号,姓名\n1,王".encode(), "sheet_columns_missing"),
        (b"PK\x03\x04 but no archive", "sheet_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 but no workbook", "sheet_unreadable"),
        (workbook(TABLE)[:-200], "sheet_unreadable"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "sheet_unreadable"),
        ("代码,名称\n1,\0".encode(), "sheet_unreadable"),
        (b'\xe4\xbb\xa3\xe7\xa0\x81,"\xe5\x90\x8d', "sheet_unreadable"),
        ("代码,名称\n1,".encode() + b"x" * 20_000, "sheet_unreadable"),
        (b"x" * (MAX_BYTES + 1), "sheet_too_big"),
        ("代码,名称\n".encode() + b"1,x\n" * 200, "sheet_too_long"),
        (workbook([["代码", "名称"]] + [[1, "x"]] * 200), "sheet_too_long"),
        (_bomb(), "sheet_unreadable"),
        (_far_corner(), "sheet_unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_rows(data, COLUMNS, required=["code", "name"], max_rows=100)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert refused.value.advice


@pytest.mark.parametrize("blank", [0, 1, 3])
def test_row_numbers_are_those_of_the_spreadsheet(blank: int) -> None:
    table: list[list[object]] = [[] for _ in range(blank)] + [["代码", "名称"], [1, "x"]]
    assert [row.number for row in read_rows(workbook(table), COLUMNS, required=["code"])] == [blank + 2]


def test_missing_columns_are_named() -> None:
    with pytest.raises(Invalid) as refused:
        read_rows("代码\n1".encode(), COLUMNS, required=["code", "name", "since"])
    assert refused.value.params["missing"] == "名称、生效日期"
