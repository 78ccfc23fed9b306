"""Which keys a name is filed under: each row is a way in which somebody looks for the person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.kernel import pinyin
from nuandong.people.keys import MAX_PARTS, Kind, bigrams, id_keys, key, name_keys, phone_keys, surname_of
from nuandong.people.names import fold, split, tidy

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("张三", {"name:张三", "part:张三", "sur:张", "pin:zhangsan", "spi:zhang", "ini:zs", "snd:zan-san"}),
        ("張三", {"name:张三", "sur:张"}),
        ("王秀英", {"part:王秀", "part:秀英", "ini:wxy", "pin:wangxiuying"}),
        ("欧阳娜娜", {"sur:欧阳", "spi:ouyang", "pin:ouyangnana", "ini:oynn"}),
        ("歐陽娜娜", {"sur:欧阳", "name:欧阳娜娜"}),
        ("单雄信", {"pin:shanxiongxin", "pin:danxiongxin", "spi:shan", "spi:dan", "ini:sxx", "ini:dxx"}),
        ("曾国藩", {"pin:zengguofan", "pin:cengguofan"}),
        ("尉迟恭", {"pin:yuchigong", "spi:yuchi"}),
        ("万俟雄", {"pin:moqixiong", "sur:万俟"}),
        ("吕布", {"pin:lvbu", "ini:lb", "snd:lu-bu"}),
        ("买买提·艾合买提", {"name:买买提艾合买提", "part:买提", "pin:maimaiti", "pin:aihemaiti", "ini:mmtahmt"}),
        ("买买提•艾合买提", {"name:买买提艾合买提", "pin:maimaiti"}),
        ("John Smith", {"name:johnsmith", "pin:smith", "pin:john", "pin:johnsmith", "ini:js"}),
        ("José Núñez", {"pin:jose", "pin:nunez"}),
        ("吴𠮷", {"name:吴𠮷", "part:吴𠮷", "sur:吴"}),
        ("阿Q", {"name:阿q", "pin:aq"}),
        ("王　五", {"name:王五", "part:王五"}),
    ],
)
def test_keys_of_a_name(name: str, expected: set[str]) -> None:
    assert expected <= name_keys(name)


@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("买买提·艾合买提", "sur:买"),  # a dotted name has no surname
        ("John Smith", "part:jo"),
        ("欧阳", "sur:欧阳"),  # a surname alone is one character and a given name
    ],
)
def test_keys_a_name_does_not_get(name: str, absent: str) -> None:
    assert absent not in name_keys(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("刘宁", "牛林"),  # n and l, in and ing
        ("张珊", "臧三"),  # zh and z, sh and s, an and ang
        ("陈诚", "岑层"),  # ch and c, en and eng
        ("黄芳", "方黄"),  # f and hu before a vowel
        ("饶阳", "劳杨"),  # r and l
        ("惠芬", "费婚"),  # hui and fei, fen and hun
        ("吕静", "卢进"),  # ü and u
    ],
)
def test_names_that_sound_alike_share_a_sound_key(one: str, other: str) -> None:
    def of(name: str) -> set[str]:
        return {found for found in name_keys(name) if found.startswith("snd:")}

    assert of(one) & of(other)


@pytest.mark.parametrize("name", ["", "   ", "···", "123", "*", "🙂"])
def test_a_name_without_letters_has_no_keys(name: str) -> None:
    assert name_keys(name) == set()


def test_a_very_long_name_has_a_bounded_number_of_keys() -> None:
    assert len(name_keys("张" + "王李赵" * 300)) <= MAX_PARTS + 7


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("13812345678", {"tel:13812345678", "tel4:5678"}),
        ("138-1234-5678", {"tel:13812345678", "tel4:5678"}),
        ("110", set()),
        ("", set()),
    ],
)
def test_keys_of_a_phone(phone: str, expected: set[str]) -> None:
    assert phone_keys(phone) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("11010519491231002X", {"id4:002X"}),
        ("11010519491231002x", {"id4:002X"}),
        ("E1234567", {"id4:4567"}),
        ("12", set()),
    ],
)
def test_keys_of_a_document(number: str, expected: set[str]) -> None:
    assert id_keys(number) == expected


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("wangwei", [("wang", "wei")]),
        ("xian", [("xian",), ("xi", "an")]),
        ("ww", []),
        ("smith", []),
        ("", []),
    ],
)
def test_cutting_letters_into_syllables(letters: str, expected: list[tuple[str, ...]]) -> None:
    assert pinyin.cuts(letters) == expected


@pytest.mark.parametrize("typed", ["lü", "lv", "lyu", "LÜ", "Lu:"])
def test_spellings_of_u_umlaut_are_one(typed: str) -> None:
    assert pinyin.normal(typed) == "lv"


@given(HAN)
def test_every_name_is_found_whole_and_by_each_neighbouring_pair(name: str) -> None:
    keys = name_keys(name)
    assert key(Kind.NAME, fold(name)) in keys
    assert {key(Kind.PART, pair) for pair in bigrams(fold(name))} <= keys
    surname, given_name = surname_of(name)
    assert surname + given_name == fold(name)


@given(st.text(max_size=40))
def test_any_text_gives_keys_that_fit_their_form(name: str) -> None:
    for found in name_keys(name):
        kind, value = found.split(":", 1)
        assert kind in set(Kind)
        assert value


@given(HAN)
def test_folding_and_tidying_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert tidy(tidy(name)) == tidy(name)
    assert split(fold(name))[0]
