"""What may be shown of a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.people.masking import STAR, mask_address, mask_id_middle, mask_name, mask_number, mask_phone
from nuandong.people.ranking import agreement


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳娜", "欧阳*"),
        ("欧阳娜娜", "欧阳**"),
        ("歐陽娜娜", "歐陽**"),
        ("欧阳", "欧*"),
        ("爱新觉罗溥仪", "爱新觉罗**"),
        ("张", "*"),
        ("", ""),
        ("张𠮷", "张*"),
        ("𠮷田", "𠮷*"),
        ("买买提·艾合买提", "买**·****"),
        ("John Smith", "J*** S****"),
        ("王　五", "王*"),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("11010519491231002X", "**************002X"), ("E1234567", "****4567"), ("1234567", "*******"), ("", "")],
)
def test_document_numbers_show_the_last_four(number: str, shown: str) -> None:
    assert mask_number(number) == shown


def test_the_middle_form_hides_the_birth_date() -> None:
    assert mask_id_middle("11010519491231002X") == "110105********002X"
    assert mask_id_middle("E1234567") == "****4567"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812345678", "138****5678"), ("0851-8512345", "**********45"), ("110", "***"), ("", "")],
)
def test_phones(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("贵州省某县某镇大坝村三组12号", "贵州省某县某镇大坝村"),
        ("某镇大坝村委会旁", "某镇大坝村"),
        ("某县某街道阳光社区3栋2单元", "某县某街道阳光社区"),
        ("某县某镇东街5号", "某县某镇"),
        ("某市某区花果园小区A座", "某市某区"),
        ("某路12号院幸福村", "***"),
        ("某县某路１２号院幸福村", "某县"),
        ("桥洞下", "***"),
        ("", ""),
    ],
)
def test_addresses_end_at_the_village(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4))
def test_the_last_character_of_a_name_never_shows(name: str) -> None:
    shown = mask_name(name)
    assert len(shown) == len(name)
    assert shown.endswith(STAR)


@given(st.text(max_size=30))
def test_no_digit_of_an_address_ever_shows(address: str) -> None:
    assert not any(char.isascii() and char.isdigit() for char in mask_address(address))


@pytest.mark.parametrize(
    ("name", "masked", "expected"), [("张三", "张*", 2), ("张三", "张**", 1), ("张三", "李*", 1), ("张三丰", "李*", 0)]
)
def test_agreement_of_a_typed_name_with_a_masked_one(name: str, masked: str, expected: int) -> None:
    assert agreement(name, masked) == expected
