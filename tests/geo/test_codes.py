import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.geo import codes
from nuandong.geo.codes import Level
from nuandong.kernel.actors import Span
from nuandong.kernel.errors import Invalid

CODES = st.integers(11 * 10**10, 10**12 - 1) | st.integers(110000, 999999).map(lambda county: county * 10**6)


@pytest.mark.parametrize(
    ("code", "level", "parent", "end", "written"),
    [
        (520000000000, Level.PROVINCE, None, 530000000000, "520000"),
        (520100000000, Level.PREFECTURE, 520000000000, 520200000000, "520100"),
        (520102000000, Level.COUNTY, 520100000000, 520103000000, "520102"),
        (520102001000, Level.TOWNSHIP, 520102000000, 520102002000, "520102001"),
        (520102001013, Level.VILLAGE, 520102001000, 520102001014, "520102001013"),
        # a prefecture without counties: its townships hang on it directly
        (441900003000, Level.TOWNSHIP, 441900000000, 441900004000, "441900003"),
    ],
)
def test_codes(code: int, level: Level, parent: int | None, end: int, written: str) -> None:
    assert codes.level_of(code) is level
    assert codes.parent(code) == parent
    assert codes.span(code) == Span(code, end)
    assert codes.written(code) == written


@pytest.mark.parametrize("code", [0, 520102, -1, 10**12, 99999999999])
def test_what_is_no_code_is_refused(code: int) -> None:
    with pytest.raises(Invalid) as refused:
        codes.validate(code, field="region")
    assert refused.value.field == "region"


@given(CODES)
def test_every_ancestor_contains_the_code(code: int) -> None:
    above = codes.ancestors(code)
    assert all(codes.contains(ancestor, code) for ancestor in above)
    assert [codes.level_of(a) for a in above] == sorted((codes.level_of(a) for a in above), reverse=True)
    assert not above or codes.level_of(above[-1]) is Level.PROVINCE
    assert codes.contains(code, code)


@given(CODES, st.sampled_from(Level))
def test_cutting_to_a_level_never_goes_below_it(code: int, level: Level) -> None:
    cut = codes.at_level(code, level)
    assert codes.level_of(cut) <= level
    assert codes.contains(cut, code)


def test_neighbours_do_not_contain_each_other() -> None:
    assert not codes.contains(520102001000, 520102002000)
    assert not codes.contains(520102001000, 520102000000)
