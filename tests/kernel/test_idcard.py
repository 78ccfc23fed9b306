from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.kernel.errors import Invalid
from nuandong.kernel.idcard import Sex, complete, demo_id_number, parse_id_number
from nuandong.kernel.luhn import passes_luhn


@pytest.mark.parametrize(
    ("typed", "number", "birth", "sex", "legacy"),
    [
        ("11010519491231002X", "11010519491231002X", date(1949, 12, 31), Sex.FEMALE, False),
        ("11010519491231002x", "11010519491231002X", date(1949, 12, 31), Sex.FEMALE, False),
        (" １１０１０５ 19491231 002Ｘ ", "11010519491231002X", date(1949, 12, 31), Sex.FEMALE, False),
        ("440524188001010014", "440524188001010014", date(1880, 1, 1), Sex.MALE, False),
        ("110105491231002", "11010519491231002X", date(1949, 12, 31), Sex.FEMALE, True),
    ],
)
def test_numbers_read(typed: str, number: str, birth: date, sex: Sex, legacy: bool) -> None:
    read = parse_id_number(typed)
    assert (read.number, read.birth, read.sex, read.legacy, read.demo) == (number, birth, sex, legacy, False)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "id_number_shape"),
        ("1101051949123100", "id_number_shape"),
        ("1101051949123100X2", "id_number_shape"),
        ("11010519491231002Y", "id_number_shape"),
        ("110105194912310021", "id_number_check"),
        ("110105194912310030", "id_number_check"),
        (complete("17010519491231002"), "id_number_region"),
        (complete("99010519491231002"), "id_number_region"),
        (complete("11010519490231002"), "id_number_birth"),
        (complete("11010517991231002"), "id_number_birth"),
        (complete("11010520261202002"), "id_number_birth"),
        ("110105490230002", "id_number_birth"),
    ],
)
def test_numbers_refused(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_id_number(typed, on=date(2026, 12, 1), field="id_number")
    assert (refused.value.code, refused.value.field) == (code, "id_number")
    assert refused.value.advice


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.sampled_from(Sex), st.integers(0, 4_999_999))
def test_demo_numbers_pass_only_as_demo(birth: date, sex: Sex, serial: int) -> None:
    number = demo_id_number(birth, sex, serial=serial)
    read = parse_id_number(number, allow_demo=True)
    assert (read.number, read.birth, read.sex, read.demo) == (number, birth, sex, True)
    with pytest.raises(Invalid):
        parse_id_number(number)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place: int, shift: int) -> None:
    number = "11010519491231002X"
    wrong = str((int(number[place]) + shift) % 10)
    with pytest.raises(Invalid):
        parse_id_number(number[:place] + wrong + number[place + 1 :])


def test_demo_serials_differ() -> None:
    day = date(1960, 1, 1)
    assert len({demo_id_number(day, Sex.MALE, serial=n) for n in range(2000)}) == 2000
    with pytest.raises(ValueError, match="serial"):
        demo_id_number(day, Sex.MALE, serial=5_000_000)


@pytest.mark.parametrize(
    ("number", "passes"),
    [
        ("79927398713", True),
        ("79927398710", False),
        ("6222020000000000002", False),
        ("4539578763621486", True),
        ("0", False),
        ("", False),
        ("４５39578763621486", False),
    ],
)
def test_luhn(number: str, passes: bool) -> None:
    assert passes_luhn(number) is passes
