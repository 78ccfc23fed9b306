"""What is said about each cell, row and household. Pure: no database."""

from datetime import date

import pytest

from nuandong.kernel.idcard import Sex, demo_id_number
from nuandong.relief.checking import cells
from nuandong.relief.checking.faults import MESSAGES, WARNINGS
from nuandong.relief.checking.households import households_of, remarks_of
from nuandong.relief.checking.places import Places
from nuandong.relief.checking.table import read_cells
from nuandong.relief.forms.library import choices, fields, form_of, forms
from nuandong.relief.reading.rows import Rows
from tests.cast import COUNTY, TOWNSHIP_A, VILLAGE_A

RULES = cells.Rules(date(2026, 12, 1), demo=True)
CARD = demo_id_number(date(1980, 1, 31), Sex.FEMALE, serial=7)
OTHER = demo_id_number(date(1975, 5, 5), Sex.MALE, serial=8)
ROW = {
    "head_name": "张三",
    "head_id_no": CARD,
    "head_phone": "13900000001",
    "household_type": "低保",
    "household_size": "3",
    "address": "甲村1组",
    "persons_in_need": "2",
}
PLACES = Places(TOWNSHIP_A, {VILLAGE_A: "甲村村民委员会", VILLAGE_A + 1: "乙村村委会", VILLAGE_A + 2: "石板社区居委会"})


def told(*rows: dict[str, str], form="official-ledger", places=PLACES, sheets=None, totals=()):
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = Rows(
        sheets=[0] * len(rows),
        numbers=list(range(2, len(rows) + 2)),
        cells={name: [row.get(name, "") for row in rows] for name in names},
        totals=[(0, 99, cells) for cells in totals],
    )
    read = read_cells(table, form_of(form), RULES, places, sheets or {0: "表"})
    grouped = households_of(read, form_of(form))
    return read, grouped


def faults(*rows, **more) -> list[tuple[int, str, str]]:
    read, _grouped = told(*rows, **more)
    return [(row, one.field, one.code) for row in sorted(read.faults) for one in read.faults[row]]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"head_name": ""}, "missing"),
        ({"head_name": "123"}, "name_unreadable"),
        ({"head_id_no": "5.2E+17"}, "id_rounded"),
        ({"head_id_no": "5.22601198001011E+17"}, "id_rounded"),
        ({"head_id_no": "522601198001012000"}, "id_rounded"),
        ({"head_id_no": CARD[:-1]}, "id_shape"),
        ({"head_id_no": CARD[:10] + "13" + CARD[12:]}, "id_check"),
        ({"head_sex": "男"}, "sex_differs"),
        ({"head_sex": "不明"}, "sex_unknown"),
        ({"head_birth": "1980.2.1"}, "birth_differs"),
        ({"head_birth": "八零年"}, "day_unreadable"),
        ({"head_phone": "没有"}, "phone_shape"),
        ({"household_type": "困难"}, "list_unknown"),
        ({"household_size": "三人"}, "count_unreadable"),
        ({"household_size": "0"}, "count_range"),
        ({"household_size": "300"}, "count_range"),
        ({"persons_in_need": "4"}, "need_over_size"),
        ({"cash_paid": "-5"}, "money_unreadable"),
        ({"cash_paid": "1.005"}, "money_unreadable"),
        ({"account": "6.2E+18"}, "account_rounded"),
        ({"account": "12345"}, "account_shape"),
        ({"account": "6222020200012345678"}, "account_luhn"),
        ({"village": "丙村"}, "region_unknown"),
        ({"village": "520199001001"}, "region_unknown"),
        ({"persons_in_need": "#公式"}, "cell_formula"),
        ({"persons_in_need": "#错误"}, "cell_error"),
        ({"address": "长" * 201}, "text_too_long"),
    ],
)
def test_what_is_wrong_with_a_cell(changed, code):
    assert faults(ROW | changed) == [(0, next(iter(changed)), code)]
    assert code in MESSAGES


@pytest.mark.parametrize(
    "changed",
    [
        {"head_id_no": f" {CARD[:6]} {CARD[6:]}\n"},
        {"head_id_no": "".join(chr(ord(sign) + 0xFEE0) for sign in CARD)},
        {"head_name": "张 三"},
        {"head_birth": "1980年1月31日"},
        {"head_birth": "19800131"},
        {"head_birth": "1980-01-31"},
        {"household_size": "３人"},
        {"household_size": "3.0"},
        {"cash_paid": "1,200.50元"},
        {"cash_paid": "１２０"},
        {"village": "乙村"},
        {"village": "石板社区"},
        {"village": str(VILLAGE_A)},
        {"head_phone": "１３９ ０００００００１"},
        {"household_type": "五保户"},
    ],
)
def test_what_people_write_is_understood(changed):
    assert faults(ROW | changed) == []


@pytest.mark.parametrize(
    ("text", "fen"), [("120", 12_000), ("0.1", 10), ("1,200.50", 120_050), ("99.990", 9_999), ("12元", 1_200)]
)
def test_money_is_fen(text, fen):
    assert cells.money(text, RULES) == (fen, "")


@pytest.mark.parametrize(
    ("row", "sheet", "region"),
    [
        ({}, "表1", VILLAGE_A),
        ({"address": "某路 5 号"}, "表1", TOWNSHIP_A),
        ({"address": "某路 5 号"}, "乙村", VILLAGE_A + 1),
        ({"village": "石板", "address": "乙村"}, "乙村", VILLAGE_A + 2),
    ],
)
def test_where_a_household_belongs(row, sheet, region):
    read, _grouped = told(ROW | row, sheets={0: sheet})
    assert read.regions == [region]


def test_a_county_asks_for_the_village():
    wide = Places(COUNTY, {VILLAGE_A: "甲村村委会"})
    assert faults(ROW | {"address": "某路"}, places=wide) == [(0, "village", "region_missing")]
    assert faults(ROW, places=wide) == []


def test_nobody_stands_twice():
    same = ROW | {"head_name": "李四"}
    assert faults(ROW, same) == [(1, "head_id_no", "twice")]
    one, two = ROW | {"account": "6222020200012345670"}, ROW | {"account": "6222020200012345670", "head_id_no": OTHER}
    read, grouped = told(one, two)
    assert [one.code for one in read.faults[1]][-1] == "account_many"
    assert grouped.rejected == set()


MEMBER = ROW | {"household_size": "2", "member_name": "张三", "member_id_no": CARD, "relation": "户主"}
SECOND = MEMBER | {"head_name": "", "head_id_no": "", "member_name": "李四", "member_id_no": OTHER, "relation": "丈夫"}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"relation": "户主"}, ["head_missing"]),
        ({"member_id_no": CARD}, ["member_twice"]),
        ({"household_type": "一般户"}, ["household_differs"]),
    ],
)
def test_members_make_a_household(changed, found):
    second = MEMBER | SECOND | {"head_name": "张三", "head_id_no": CARD} | changed
    read, grouped = told(MEMBER, second, form="person-ledger")
    codes = [one.code for faults in read.faults.values() for one in faults if one.code != "household_rejected"]
    assert codes == found
    assert grouped.homes == [[0, 1]]
    assert grouped.rejected == ({0, 1} if found else set())


def test_size_counts_the_rows_of_a_household():
    read, grouped = told(MEMBER | {"household_size": "3"}, form="person-ledger")
    assert [(one.code, dict(one.params)) for one in read.faults[0]] == [("size_differs", {"said": 3, "found": 1})]
    assert grouped.rejected == {0}


def test_totals_are_added_up():
    read, grouped = told(ROW, ROW | {"head_id_no": OTHER}, totals=[{"household_size": "7", "persons_in_need": "4"}])
    remarks = remarks_of(read, grouped)
    assert [(one.number, one.field, one.said, one.found) for one in remarks] == [(99, "household_size", 7, 6)]


def test_the_forms_fit_together():
    assert next(iter(forms())) == "official-ledger"
    official = forms()["official-ledger"]
    assert [one.code for one in official.written] == [f"D030{place:02d}" for place in range(1, 11)]
    assert len(forms()) == 12
    for form in forms().values():
        assert all(one.field in fields() for one in form.columns)
    assert MESSAGES.keys() > WARNINGS
    assert {"TEKUN", "DIBAO", "GENERAL"} <= choices("household_types").keys()


@pytest.mark.parametrize("text", ["123", "1" * 24, "1" * 35, "不知道" * 12])
def test_an_account_that_cannot_be_one_is_left_out(text):
    assert cells.account(text, RULES) == ("", "account_shape")
