"""Files to a bank and from it: what is written, what is found out before, what is believed of an answer."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import Invalid
from nuandong.relief.bank.answering import Outcome, read_answer
from nuandong.relief.bank.checking import check
from nuandong.relief.bank.library import layouts
from nuandong.relief.bank.opening import open_file
from nuandong.relief.bank.payment import Payment, cell
from nuandong.relief.bank.shape import Layout
from nuandong.relief.bank.writing import files, write
from tests.relief.books import number
from tests.relief.fake_bank import answered

DAY = date(2026, 12, 1)
ALL = sorted(layouts())
ACCOUNT = "6217000010000000003"


def payment(serial: int = 1, **changed: object) -> Payment:
    values = {
        "serial": serial,
        "amount": 12_050,
        "account": f"{6217000010000000000 + serial}",
        "head_name": "王秀英",
        "head_id_no": number(serial),
        "region": 520102001001,
        "bank": "某县农村信用社",
        "place": "甲县甲镇甲村",
        "size": 3,
        "persons": 2,
        "category": "低保户",
        "fund": "县财社〔2026〕1号",
        "season": 2026,
        "batch": 3,
        "remark": "受灾救助补助",
        "phone": "13900000000",
    }
    return Payment(**(values | changed))  # type: ignore[arg-type]


def layout(code: str, **changed: object) -> Layout:
    return layouts()[code].model_copy(update=changed)


def test_the_fixed_file_to_the_byte():
    made = files(layout("credit-coop"), [payment(1), payment(2, amount=1, head_name="欧阳娜仁")])
    assert len(made) == 1
    lines = made[0].data.split(b"\r\n")
    assert [len(line) for line in lines] == [30, 130, 130, 0]
    assert lines[0] == b"H2026   3000002000000000012051"
    name = "王秀英".encode("gb18030")
    assert lines[1].startswith(b"D0000016217000010000000001    " + name + b" " * (40 - len(name)))
    assert lines[1][88:100] == b"000000012050"
    assert (made[0].name, made[0].serials, made[0].total) == ("PL52010200000020263-1.txt", (1, 2), 12_051)


def test_the_csv_keeps_digits_and_runs_nothing():
    made = files(layout("standard-csv"), [payment(1, place="=cmd|' /C calc'!A0")])[0].data
    assert made.startswith(b"\xef\xbb\xbf")
    heading, line, totals, end = made.decode("utf-8-sig").split("\r\n")
    assert heading.startswith("序号,区划代码,县/乡/村,户主姓名,户主身份证号,社保卡/存折账号,开户银行")
    assert line.split(",")[2] == "'=cmd|' /C calc'!A0"
    assert line.split(",")[5] == "6217000010000000001\t"
    assert (line.split(",")[10], totals.split(",")[:2], totals.split(",")[10], end) == (
        "120.50",
        ["合计", "1"],
        "120.50",
        "",
    )


@pytest.mark.parametrize("code", ALL)
def test_the_same_payments_are_the_same_bytes(code):
    given_ = [payment(n) for n in range(1, 6)]
    first, again = files(layout(code), given_), files(layout(code), list(reversed(given_)))
    assert first == again
    assert len({one.digest for one in first}) == len(first)
    assert files(layout(code), [payment(1, amount=12_051), *given_[1:]])[0].digest != first[0].digest


@pytest.mark.parametrize("code", ALL)
def test_parts_and_banks(code):
    given_ = [payment(n, bank=("甲行", "乙行")[n % 2]) for n in range(1, 8)]
    made = files(layout(code, max_rows=2), given_)
    assert sorted(serial for one in made for serial in one.serials) == list(range(1, 8))
    assert sum(one.total for one in made) == 7 * 12_050
    assert len(made) == 4
    assert len({one.name for one in made}) == len(made)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"amount": 0}, [("amount", "amount_not_positive")]),
        ({"amount": -5}, [("amount", "amount_not_positive")]),
        ({"account": ""}, [("account", "account_missing")]),
        ({"account": "1234"}, [("account", "account_shape")]),
        ({"account": "62170000100000000a3"}, [("account", "account_shape")]),
        ({"account": "6217000010000000004"}, [("account", "account_luhn")]),
        ({"head_name": " "}, [("head_name", "name_missing")]),
        ({"head_name": "王" * 31}, [("head_name", "too_long")]),
        ({"head_name": "=1+1"}, [("head_name", "formula")]),
        ({"head_name": "王\n秀"}, [("head_name", "line_break")]),
        ({"head_name": "王\ue123"}, [("head_name", "not_in_encoding")]),
        ({"head_name": "王\ud800"}, [("head_name", "not_in_encoding")]),
        ({"head_id_no": ""}, [("head_id_no", "id_missing")]),
        ({"head_id_no": "520102198001011111"}, [("head_id_no", "id_unreadable")]),
        ({"remark": ""}, [("remark", "remark_missing")]),
    ],
)
def test_what_is_found_before(changed, found):
    good = {"account": ACCOUNT} | changed
    problems = check(layout("standard-xlsx"), [payment(7, **good)], today=DAY, demo=True)
    warn = {"account_luhn", "formula"}
    assert [(one.field, one.code) for one in problems if one.error] == [one for one in found if one[1] not in warn]
    codes = [(one.field, one.code) for one in problems]
    assert [one for one in codes if one != ("account", "account_luhn")] == [
        one for one in found if one != ("account", "account_luhn")
    ]


def test_what_is_found_among_several_and_by_the_bank():
    shared = [payment(1), payment(2, account=payment(1).account), payment(2)]
    codes = [(one.serial, one.code) for one in check(layout("standard-csv"), shared, today=DAY, demo=True)]
    assert (2, "account_shared") in codes
    assert (2, "serial_twice") in codes
    nameless = check(layout("village-bank-csv"), [payment(1, bank="", head_name="买买提·" * 6)], today=DAY)
    assert {one.code for one in nameless if one.error} == {"bank_missing"}
    wide = check(layout("credit-coop"), [payment(1, head_name="买买提·阿" * 5)], today=DAY, demo=True)
    assert [one.params["bytes"] for one in wide if one.code == "too_long"] == [40]


WORDS = st.text(st.characters(codec="gb18030", categories=("L", "N", "P")), min_size=1, max_size=9).map(str.strip)


@settings(max_examples=40)
@given(
    code=st.sampled_from([one for one in ALL if one != "standard-xlsx"]),
    rows=st.lists(st.tuples(st.integers(1, 10**9), WORDS, WORDS), min_size=1, max_size=6),
)
def test_what_is_written_can_be_read(code, rows):
    table = layout(code).request
    given_ = [
        payment(n, amount=amount, head_name=name, remark=remark)
        for n, (amount, name, remark) in enumerate(rows, start=1)
    ]
    if any(one.error for one in check(layout(code, by_bank=False), given_, today=DAY, demo=True)):
        return
    data = write(table, [one.values() for one in given_])
    found = open_file(table, data).records
    assert len(found) == len(given_)
    for one, (_row, values) in zip(given_, found, strict=True):
        for column in table.columns:
            if column.field != "blank":
                assert values[column.field].lstrip("'") == cell(table, column, one.values()).strip().lstrip("'")


@pytest.mark.parametrize("code", ALL)
def test_an_answer_is_read(code):
    sent = [payment(n) for n in range(1, 5)]
    data = answered(layout(code), sent, {2: ("failed", "账户已销户"), 3: ("pending", "")})
    read = read_answer(layout(code), data)
    outcomes = [(one.serial, one.amount, one.outcome, one.reason) for one in read.answers]
    expected = [(1, Outcome.PAID, ""), (2, Outcome.FAILED, None), (3, Outcome.PENDING, ""), (4, Outcome.PAID, "")]
    assert [(serial, outcome) for serial, _amount, outcome, _reason in outcomes] == [one[:2] for one in expected]
    assert outcomes[1][3] in {"account_closed", "account_unknown"}
    assert (read.refused, read.rows, read.total) == ([], 4, 4 * 12_050)
    assert read.answers[0].at is not None
    assert read.answers[0].at.astimezone(SHANGHAI).date() == date(2026, 12, 3)


@pytest.mark.parametrize("code", [one for one in ALL if layouts()[one].answer.table.counted])
def test_half_an_answer_is_none(code):
    data = answered(layout(code), [payment(n) for n in range(1, 9)], {})
    if layouts()[code].answer.table.kind == "xlsx":
        halves = [data[: len(data) // 2]]
    else:
        lines = data.splitlines(keepends=True)
        halves = [b"".join(lines[:5]), data[: len(data) // 2], b"".join([*lines[:3], *lines[4:]])]
    for half in halves:
        with pytest.raises(Invalid) as caught:
            read_answer(layout(code), half)
        assert caught.value.code.startswith(("relief.bank_", "sheet_"))


CSV = "编号,收款账号,金额,交易状态,失败原因,交易日期\n"


@pytest.mark.parametrize(
    ("lines", "kept", "refusals"),
    [
        ("1,6217,10.00,交易成功,,2026-12-03\n1,6217,10.00,交易成功,,2026-12-03\n", [1], [(3, "doubled")]),
        (
            "1,6217,10.00,交易成功,,2026-12-03\n1,6217,10.00,交易失败,,2026-12-03\n2,6217,1,交易成功,,2026-12-03\n",
            [2],
            [(2, "contradicts"), (3, "contradicts")],
        ),
        ("甲,6217,10.00,交易成功,,2026-12-03\n", [], [(2, "serial_unreadable")]),
        ("1,6217,10元,交易成功,,2026-12-03\n", [], [(2, "amount_unreadable")]),
        ("1,6217,-10,交易成功,,2026-12-03\n", [], [(2, "amount_unreadable")]),
        ("1,6217,10,好的,,2026-12-03\n", [], [(2, "outcome_unknown")]),
        ("1,6217,10,交易成功,,昨天\n", [], [(2, "time_unreadable")]),
        ("1,6217,10,交易失败,户名有误,\n", [1], []),
    ],
)
def test_rows_that_cannot_be_believed(lines, kept, refusals):
    read = read_answer(layout("village-bank-csv"), (CSV + lines).encode("gb18030"))
    assert [one.serial for one in read.answers] == kept
    assert [(one.row, one.code) for one in read.refused] == refusals


def test_hostile_and_foreign_files_are_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    for data in (b"", b"PK\x03\x04nothing", bomb.getvalue(), b"\xd0\xcf\x11\xe0" + b"x" * 600, b"a,b\n1,2\n"):
        with pytest.raises(Invalid):
            read_answer(layout("standard-xlsx"), data)
    with pytest.raises(Invalid, match="编号"):
        read_answer(layout("village-bank-csv"), "序号,结果\n1,成功\n".encode())


def test_times_of_an_answer_are_of_shanghai():
    read = read_answer(layout("village-bank-csv"), (CSV + "1,6217,10,交易成功,,2026-12-03\n").encode("gb18030"))
    assert read.answers[0].at == datetime(2026, 12, 3, tzinfo=SHANGHAI)
