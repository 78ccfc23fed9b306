import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_line, clean_text, halfwidth


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  火车站  东广场 ", "火车站 东广场"),
        ("东\n广\t场", "东 广 场"),
        ("桥\u202e下\u200b有人", "桥下有人"),
        ("cafe\u0301", "café"),
        ("阿\x00明\x1b[31m", "阿明[31m"),
        ("🥶冷", "🥶冷"),
        ("\ud800坏", "坏"),
        ("", ""),
    ],
)
def test_one_line(typed: str, kept: str) -> None:
    assert clean_line(typed, 40) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("  首行  \n\n末行\n", "首行\n\n末行"),
        ("列\t列\x07", "列\t列"),
    ],
)
def test_several_lines(typed: str, kept: str) -> None:
    assert clean_text(typed, 40) == kept


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@pytest.mark.parametrize(("length", "passes"), [(10, True), (11, False), (10_000_000, False)])
def test_the_limit_counts_code_points(clean, length: int, passes: bool) -> None:
    if passes:
        assert len(clean("雪" * length, 10)) == length
    else:
        with pytest.raises(Invalid) as refused:
            clean("雪" * length, 10, field="words")
        assert (refused.value.code, refused.value.field, refused.value.params["limit"]) == (
            "text_too_long",
            "words",
            10,
        )
        assert str(length) in str(refused.value)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    assert clean_line(clean_line(typed, 1000), 1000) == clean_line(typed, 1000)
    assert clean_text(clean_text(typed, 1000), 1000) == clean_text(typed, 1000)
    assert clean_line(typed, 1000).encode().decode() == clean_line(typed, 1000)


def test_full_width_becomes_ascii() -> None:
    assert halfwidth("１３８Ａｚ－（　）雪") == "138Az-( )雪"
